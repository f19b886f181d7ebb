import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelEntry } from '../../domain/model.ts';
import { chooseNetwork } from './choose-network.ts';

const entry = (name: string, kind: ModelEntry['kind'] = 'object-detector'): ModelEntry => ({
  name,
  pretrained: 'coco',
  kind,
  title: name,
  repository: 'a/b',
  revision: 'main',
  licence: { name: 'Apache-2.0', use: 'any', source: 'https://example.org' },
  files: (['fp16', 'fp32'] as const).map((precision) => ({
    role: 'network',
    precision,
    path: `${precision}.onnx`,
    bytes: null,
    sha256: null,
  })),
  accuracy: [],
  detector: { family: 'yolox', inputPx: 416 },
});
const catalog = [entry('Large'), entry('Small'), entry('Faces', 'face-detector')];

let modelsDir: string;
beforeAll(async () => {
  modelsDir = await mkdtemp(join(tmpdir(), 'photo-tag-choose-'));
  for (const path of ['Small/coco/fp16.onnx', 'Small/coco/fp32.onnx', 'Faces/coco/fp16.onnx']) {
    await mkdir(join(modelsDir, path, '..'), { recursive: true });
    await writeFile(join(modelsDir, path), '');
  }
});
afterAll(() => rm(modelsDir, { recursive: true, force: true }));

const choose = (wanted: string, kind: 'object-detector' | 'face-detector' = 'object-detector') =>
  chooseNetwork({ kind, setting: 'people_policy.detector', wanted }, catalog, modelsDir);

describe('the network that looks for people', () => {
  it.each([
    { wanted: 'auto', kind: 'object-detector', label: 'Small/coco fp32' },
    { wanted: 'Small', kind: 'object-detector', label: 'Small/coco fp32' },
    { wanted: 'Small/coco', kind: 'object-detector', label: 'Small/coco fp32' },
    { wanted: 'auto', kind: 'face-detector', label: 'Faces/coco fp16' },
    { wanted: 'embedded', kind: 'object-detector', label: undefined },
  ] as const)('for $wanted of $kind is $label', ({ wanted, kind, label }) => {
    expect(choose(wanted, kind)?.label).toBe(label);
  });

  it('is the embedded one where nothing was pulled', () => {
    expect(
      chooseNetwork({ kind: 'object-detector', setting: 's', wanted: 'auto' }, catalog, '/nowhere'),
    ).toBeNull();
  });

  it('is missing where it was asked for by name and not pulled: another one never takes its place', () => {
    expect(() => choose('Large')).toThrow(
      expect.objectContaining({ code: 'MODEL_MISSING', remedy: expect.stringMatching(/models pull Large/) }),
    );
  });

  it.each(['Faces', 'Smal', ''])('is refused where there is none called “%s”', (wanted) => {
    expect(() => choose(wanted)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        remedy: 'Use one of: auto, embedded, Large, Small.',
      }),
    );
  });
});
