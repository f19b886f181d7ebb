import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HubModelStore } from '../../models/pull/hub-model-store.ts';
import { modelChecks } from './model-checks.ts';

const root = mkdtempSync(join(tmpdir(), 'photo-tag-model-checks-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const YUNET = 'YuNet/2023mar/face_detection_yunet_2023mar.onnx';
const pins = (bytes: number) =>
  JSON.stringify({
    version: 1,
    files: {
      'face_detection_yunet_2023mar.onnx': {
        bytes,
        sha256: '0'.repeat(64),
        revision: null,
        source: 'x',
        date: '2026-11-25T00:00:00.000Z',
      },
    },
  });

async function checksWith(files: Record<string, string>, model = 'embedded') {
  const folder = mkdtempSync(join(root, 'models-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const store = new HubModelStore({ folder, mirror: 'https://example.org' });
  return modelChecks(store, { embeddings: { model, pretrained: 'openai' } });
}

describe('doctor on networks', () => {
  it.each([
    { what: 'nothing', files: {}, state: 'optional', finding: /^none in .*embedded model$/ },
    {
      what: 'one that is whole',
      files: { [YUNET]: 'abcde', 'YuNet/2023mar/pinned.json': pins(5) },
      state: 'ok',
      finding: /^fp32, 0 MB$/,
    },
    {
      what: 'one that was cut',
      files: { [YUNET]: 'abc', 'YuNet/2023mar/pinned.json': pins(5) },
      state: 'warning',
      finding: /has another size$/,
    },
    {
      what: 'one that was brought by hand',
      files: { [YUNET]: 'abc' },
      state: 'ok',
      finding: /1 files brought by hand and not checked$/,
    },
    {
      what: 'a stopped download',
      files: { [`${YUNET}.part`]: 'ab' },
      state: 'warning',
      finding: /was stopped/,
    },
    {
      what: 'pins that cannot be read',
      files: { [YUNET]: 'abc', 'YuNet/2023mar/pinned.json': '{' },
      state: 'warning',
      finding: /^What was pinned cannot be read/,
    },
  ])('with $what: $state', async ({ files, state, finding }) => {
    const checks = await checksWith(files as Record<string, string>);
    expect(checks).toHaveLength(1);
    expect(checks[0]).toMatchObject({ state, finding: expect.stringMatching(finding) });
    expect(checks[0]!.remedy === '').toBe(state === 'ok' && !finding.source.includes('by hand'));
  });

  it('misses the model that the configuration names', async () => {
    expect(await checksWith({}, 'ViT-L-14')).toEqual([
      {
        what: 'model ViT-L-14/openai',
        state: 'missing',
        finding: 'embeddings.model names it, and it is not there',
        remedy: 'Run `photo-tag models pull ViT-L-14/openai`.',
      },
    ]);
  });
});
