import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findModel } from '../../src/models/catalog/index.ts';
import { HubServer, noise } from '../../src/models/pull/hub-server.fixture.ts';
import { ordinaryUser, runCli, startCli } from './cli.ts';
import { runHere } from './cli-in-process.ts';

/* `photo-tag models` as a user runs it, against a hub that is a real server on this machine. */

const root = mkdtempSync(join(tmpdir(), 'photo-tag-models-'));
chmodSync(root, 0o755);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A model of the catalogue whose checksums are not known beforehand, so that any bytes can be it. */
const MODEL = 'ViT-L-14/openai';
const IMAGE = 'onnx/vision_model_quantized.onnx';
const image = noise('vision', 3_000_000);

let hub: HubServer;
let folder: string;
beforeEach(async () => {
  hub = await HubServer.start();
  hub.put(IMAGE, image);
  hub.put('onnx/text_model_quantized.onnx', noise('text', 10_000));
  hub.put('tokenizer.json', Buffer.from('{}'), false);
  folder = mkdtempSync(join(root, 'library-'));
  configure(hub.url);
});
afterEach(() => hub.close());

function configure(mirror: string, dir = 'data/models', embeddings = 'device: cpu'): void {
  mkdirSync(join(folder, 'config'), { recursive: true });
  writeFileSync(
    join(folder, 'config', 'config.yaml'),
    `models:\n  mirror: ${mirror}\n  dir: ${dir}\nembeddings: { ${embeddings} }\n`,
  );
}
const models = (...args: string[]) => runHere(['models', ...args], folder);
const pull = (...args: string[]) => models('pull', MODEL, '--yes', ...args);
const at = (path: string, dir = join(folder, 'data/models')) => join(dir, MODEL, path);

describe('photo-tag models', () => {
  it('list shows every model with size, licence, and what is recommended', async () => {
    const { code, stdout } = await models();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ViT-L-14\/openai +int8 434\.\d MB .* MIT +not there/m);
    expect(stdout).toMatch(/^ViT-B-16-SigLIP2-256\/webli .* Apache-2\.0 +not there +recommended/m);
    expect(stdout).toMatch(/^MobileCLIP2-S2\/dfndr2b .* RESEARCH ONLY/m);
  });

  it('pull brings a model; list, verify, path and doctor know it; remove takes it away', async () => {
    const pulled = await pull();
    expect(pulled).toMatchObject({ code: 0, stdout: `${MODEL}: int8, 3 files, 3.0 MB, checked.\n` });
    expect(pulled.stderr).toMatch(/ViT-L-14\/openai +int8 +3 +3\.0 MB +MIT +https:/);
    expect(readFileSync(at(IMAGE)).equals(image)).toBe(true);

    expect((await models('list')).stdout).toMatch(/ViT-L-14\/openai .* installed \(int8\)/);
    expect(await models('path', 'vit-l-14')).toMatchObject({ code: 0, stdout: `${at('.')}\n` });
    expect(await models('verify')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/as it was pulled/),
    });
    const checks = JSON.parse((await runCli(['doctor', '--json'], folder)).stdout) as { what: string }[];
    expect(checks).toContainEqual({
      what: `model ${MODEL}`,
      state: 'ok',
      finding: 'int8, 3 MB',
      remedy: '',
    });
    expect(await pull()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/everything is there already/),
    });

    const damaged = Buffer.from(image);
    damaged[5]! ^= 1;
    writeFileSync(at(IMAGE), damaged);
    const verified = await models('verify', '--json');
    expect(verified.code).toBe(1);
    expect(JSON.parse(verified.stdout)).toMatchObject([
      {
        label: MODEL,
        files: expect.arrayContaining([{ path: IMAGE, bytes: image.length, state: 'changed' }]),
      },
    ]);
    expect(await pull()).toMatchObject({ code: 0, stdout: expect.stringMatching(/int8, 1 file,/) });

    expect(await models('remove', MODEL)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/3 files deleted, 3\.0 MB freed/),
    });
    expect(existsSync(at(IMAGE))).toBe(false);
    expect(await models('path', MODEL)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not installed.*\n→ .*models pull/),
    });
  });

  it('brings the precision that the configuration names', async () => {
    configure(hub.url, 'data/models', 'model: ViT-L-14, precision: fp16');
    const fp16 = findModel('ViT-L-14', 'openai')!.files.filter(({ precision }) => precision === 'fp16');
    expect(fp16.length).toBeGreaterThan(1);
    for (const { path } of fp16) hub.put(path, noise(path, 500));
    expect(await pull()).toMatchObject({ code: 0, stdout: expect.stringMatching(/fp16, 3 files/) });
  });

  it('shows size and licence, and brings nothing before somebody has said yes', async () => {
    const { code, stderr } = await models('pull', MODEL);
    expect(code).toBe(2);
    expect(stderr).toMatch(/3\.0 MB +MIT/);
    expect(stderr).toMatch(/Nothing is downloaded without a yes.*\n→ Say --yes/);
    expect(existsSync(at('.'))).toBe(false);
    expect(hub.asked.every(({ method }) => method === 'HEAD')).toBe(true);
  });

  it('keeps a model for research from those who did not say that it is research', async () => {
    for (const name of ['visual.onnx', 'visual.onnx.data', 'text.onnx', 'text.onnx.data']) {
      hub.put(name, noise(name, 500));
    }
    const refused = await models('pull', 'MobileCLIP2-S2', '--yes');
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/research alone.*\n→ .*--accept-research-only/),
    });
    expect(hub.asked).toEqual([]);
    const accepted = await models('pull', 'MobileCLIP2-S2', '--yes', '--accept-research-only');
    expect(accepted).toMatchObject({ code: 0, stdout: expect.stringMatching(/fp32, 5 files/) });
  });

  it('says which name was meant, and which precisions there are', async () => {
    expect(await models('pull', 'ViT-L14')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Did you mean ViT-L-14\/openai/),
    });
    expect(await models('pull', 'YuNet', '--precision', 'int8', '--yes')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/YuNet\/2023mar is not published in int8\n→ There is fp32/),
    });
    expect(await models('pull', 'YuNet', '--precision', 'fp8')).toMatchObject({ code: 2 });
  });

  it('refuses a file that is not the one of the catalogue', async () => {
    hub.put('face_detection_yunet_2023mar.onnx', noise('face', 232_589));
    const { code, stderr } = await models('pull', 'YuNet', '--yes');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /face_detection_yunet_2023mar\.onnx of that host is not the file of the catalogue/,
    );
  });

  it('gives programs its errors as JSON', async () => {
    const { code, stderr } = await models('pull', 'YuNet', '--yes', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'DOWNLOAD_FAILED', message: expect.stringMatching(/404/) },
    });
  });

  it('names a host that does not exist', async () => {
    configure('https://no-such-host.invalid');
    const { code, stderr } = await pull();
    expect(code).toBe(1);
    expect(stderr).toMatch(/no-such-host\.invalid.*\n→ Check the network and models\.mirror.*--from FOLDER/);
  });

  it('brings a model from a folder, without any host', async () => {
    configure('https://no-such-host.invalid');
    const stick = join(folder, 'stick');
    mkdirSync(stick);
    writeFileSync(join(stick, 'vision_model_quantized.onnx'), image);
    writeFileSync(join(stick, 'text_model_quantized.onnx'), noise('text', 10_000));
    const lacking = await models('pull', MODEL, '--from', 'stick');
    expect(lacking).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/stick lacks tokenizer\.json of ViT-L-14\/openai/),
    });
    writeFileSync(join(stick, 'tokenizer.json'), '{}');
    expect(await models('pull', MODEL, '--from', 'stick')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/int8, 3 files/),
    });
    expect((await models('verify')).code).toBe(0);
  });
});

describe('a pull that is stopped in the middle', () => {
  /** Until the download has some bytes on disk. */
  async function untilSomeBytes(dir?: string): Promise<number> {
    for (let tries = 0; tries < 500; tries++) {
      const part = `${at(IMAGE, dir)}.part`;
      if (existsSync(part) && statSync(part).size > 300_000) return statSync(part).size;
      await sleep(10);
    }
    throw new Error('the download never began');
  }

  it.each([
    { how: 'with kill -9', signal: 'SIGKILL', code: null },
    { how: 'with Ctrl-C', signal: 'SIGINT', code: 130 },
  ] as const)('$how goes on from there', async ({ signal, code }) => {
    hub.fail(IMAGE, { slow: 50_000 });
    const { child, ended } = startCli(['models', 'pull', MODEL, '--yes'], folder);
    const reached = await untilSomeBytes();
    child.kill(signal);
    const result = await ended;
    expect(result.code).toBe(code);
    if (code !== null)
      expect(result.stderr).toMatch(/Stopped; what was downloaded is kept\n→ The same command/);
    expect(existsSync(at(IMAGE))).toBe(false);
    expect((await models('list')).stdout).toMatch(/ViT-L-14\/openai .* stopped at/);
    expect(await pull()).toMatchObject({ code: 0 });
    const [, range] = hub.downloads(IMAGE);
    expect(Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1])).toBeGreaterThanOrEqual(reached);
    expect(readFileSync(at(IMAGE)).equals(image)).toBe(true);
    expect(readdirSync(at('onnx')).filter((name) => /part|tmp|copy/.test(name))).toEqual([]);
  });

  it('keeps a second one out for as long as it runs', async () => {
    hub.fail(IMAGE, { slow: 20_000 });
    const { child, ended } = startCli(['models', 'pull', MODEL, '--yes'], folder);
    await untilSomeBytes();
    const second = await pull();
    expect(second).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/Another run .*photo-tag models pull/),
    });
    child.kill('SIGKILL');
    await ended;
    expect(await pull()).toMatchObject({ code: 0 });
  });
});

describe('a disk', () => {
  const mount = (size: string) => [
    '-rm',
    'sh',
    '-c',
    `mount -t tmpfs -o size=${size} none "$1" && shift && "$@"`,
  ];
  const can = spawnSync('unshare', [...mount('1m'), 'sh', root, 'true']).status === 0;

  beforeEach(({ skip }) => skip(!can, 'no small disk can be mounted (unshare -rm)'));
  it.each([
    {
      what: 'that is too small is told before the download',
      size: '33m',
      isPlain: false,
      says: /has \d+ MB free/,
    },
    { what: 'that fills up in the middle', size: '2m', isPlain: true, says: /is full \(ENOSPC\)/ },
  ])('$what, and what has a name is whole', async ({ size, isPlain, says }) => {
    // Without HEAD nobody knows the size beforehand.
    hub.isPlain = isPlain;
    hub.knowsHead = !isPlain;
    const disk = mkdtempSync(join(root, 'disk-'));
    configure(hub.url, disk);
    // The reserve of the check would refuse a disk of two megabytes at once: another one keeps it for itself.
    const program = join(
      import.meta.dirname,
      isPlain ? 'models-small-disk.fixture.ts' : '../../bin/photo-tag.js',
    );
    const { code, stdout, stderr } = await runIn(mount(size), disk, program);
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/Free some space/);
    expect(code).toBe(1);
    expect(stdout).not.toMatch(/checked/);
    expect(stdout.split('\n').filter((name) => /^\S+\.onnx$/.test(name))).toEqual([]);
  });

  /** The program on a disk of its own, and a list of what is on it afterwards. */
  async function runIn(unshare: string[], disk: string, program: string) {
    const script = '"$@"; code=$?; find . -type f | sed "s|.*/||"; exit $code';
    const child = spawn(
      'unshare',
      [
        ...unshare,
        'sh',
        disk,
        'sh',
        '-c',
        `cd "$0" && ${script}`,
        disk,
        process.execPath,
        program,
        'models',
        'pull',
        MODEL,
        '--yes',
        '--config',
        join(folder, 'config', 'config.yaml'),
        '--data',
        join(folder, 'data'),
      ],
      { cwd: folder },
    );
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (piece: Buffer) => {
      stdout += piece.toString();
    });
    child.stderr.on('data', (piece: Buffer) => {
      stderr += piece.toString();
    });
    const code = await new Promise<number | null>((done) => child.on('close', done));
    return { code, stdout, stderr };
  }
});

it('a folder that cannot be written is told with its path', async ({ skip }) => {
  const user = ordinaryUser();
  if (user === null) return skip('no ordinary user can run the program here');
  const closed = join(folder, 'closed');
  mkdirSync(closed);
  chmodSync(closed, 0o555);
  chmodSync(folder, 0o777);
  configure(hub.url, join(closed, 'models'));
  const result = await runCli(['models', 'pull', MODEL, '--yes'], folder, user);
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/closed\/models.*EACCES[\s\S]*\n→ Allow your user/);
});

it('goes through the proxy of the environment', async () => {
  const seen: string[] = [];
  const proxy = createServer((asked, response) => {
    seen.push(`${asked.method} ${asked.url}`);
    const onward = request(asked.url!, { method: asked.method, headers: asked.headers }, (answer) => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    asked.pipe(onward);
  });
  proxy.on('connect', (asked, socket, head) => {
    seen.push(`CONNECT ${asked.url}`);
    const [host, port] = asked.url!.split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  await new Promise<void>((up) => proxy.listen(0, '127.0.0.1', up));
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const env = { ...process.env, HTTP_PROXY: address, http_proxy: '', NO_PROXY: '', no_proxy: '' };
  try {
    const result = await runCli(['models', 'pull', MODEL, '--yes'], folder, { env });
    expect(result).toMatchObject({ code: 0 });
    expect(seen.length).toBeGreaterThan(0);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});
