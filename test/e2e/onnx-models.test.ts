import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { openEmbedder } from '../../src/compose/embedders.ts';
import { openModels } from '../../src/compose/model-store.ts';
import { openLibrary } from '../../src/compose.ts';
import { loadSettings } from '../../src/config/load.ts';
import { findModel } from '../../src/models/catalog/index.ts';
import { createOnnxEmbedder } from '../../src/models/onnx/embedder.ts';
import { SMALL_IMAGE, SMALL_TEXT, writeModel } from '../../src/models/onnx/made-model.fixture.ts';
import type { NetworkHost } from '../../src/models/onnx/network-task.ts';
import { createWorkerHost } from '../../src/models/onnx/worker-host.ts';
import { copyStore } from '../../src/store/copy/copy-store.ts';
import { runCli } from './cli.ts';
import { makeSmallLibrary } from './small-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-onnx-models-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const entry = findModel('ViT-B-32', 'openai')!;
const facts = entry.embedder!;
const modelsDir = join(folder, 'models');
const sources = { folder, configFile: 'config/config.yaml', dataFolder: 'data' };
const run = (...args: string[]) => runCli([...args, '--data', 'data'], folder);

function configure(embeddings: string): void {
  mkdirSync(join(folder, 'config'), { recursive: true });
  writeFileSync(
    join(folder, 'config', 'config.yaml'),
    `embeddings: { ${embeddings} }\nmodels: { dir: models }\n`,
  );
}

/** Whose vectors the photos have, and how many of each. */
async function vectorsByModel(models: readonly string[]): Promise<Record<string, number>> {
  const library = await openLibrary(sources);
  const sha1s = await library.store.photos.page({ after: null, limit: 100 });
  const counts: Record<string, number> = {};
  for (const model of models) counts[model] = (await library.store.photos.embeddingsOf(sha1s, model)).size;
  await library.close();
  return counts;
}

async function idOf(embeddings: string): Promise<string> {
  configure(embeddings);
  const embedder = await openEmbedder(loadSettings(sources), () => {});
  await embedder.close();
  return embedder.id;
}

describe('networks of open_clip', { timeout: 180_000 }, () => {
  beforeAll(async () => {
    await makeSmallLibrary(join(folder, 'photos'), 4);
  });

  it('that are not there stop the run with how to get them', async () => {
    configure('model: ViT-B-32');
    const { code, stderr } = await run('run', 'photos');
    expect(code).not.toBe(0);
    expect(stderr).toContain('ViT-B-32/openai');
    expect(stderr).toMatch(/photo-tag models pull ViT-B-32\/openai/);
    expect(stderr).toContain('--from');
  });

  it('that are not there stop nothing else', async () => {
    configure('model: embedded');
    expect((await run('run', 'photos')).code).toBe(0);
    configure('model: ViT-B-32');
    for (const command of [
      ['status'],
      ['clusters', '--list'],
      ['dates'],
      ['write'],
      ['search', 'a|e'],
      ['undo'],
    ]) {
      expect({ command, ...(await run(...command)) }).toMatchObject({ command, code: 0 });
    }
    expect(await run('export')).toMatchObject({
      stderr: expect.stringContaining('models pull ViT-B-32/openai'),
    });
    rmSync(join(folder, 'data'), { recursive: true });
  });

  it('that nobody knows are refused with those that are known', async () => {
    configure('model: ViT-Q-99');
    const { code, stderr } = await run('run', 'photos');
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/no network ViT-Q-99\/openai is known[\s\S]*ViT-B-32\/openai/);
  });

  describe('with files in models.dir', () => {
    const FP32 = 'model: ViT-B-32, precision: fp32, batch_size: 4';
    const INT8 = 'model: ViT-B-32, precision: int8';

    beforeAll(() => {
      writeModel(modelsDir, entry, {
        image: {
          ...SMALL_IMAGE,
          sizePx: facts.preprocessing.sizePx,
          patchPx: 32,
          dimensions: facts.dimensions,
        },
        text: { ...SMALL_TEXT, contextLength: facts.contextLength, dimensions: facts.dimensions },
        seed: 1,
        precisions: ['fp32', 'int8'],
      });
    });

    it('embed every photo of a run, up to clusters and proposals', async () => {
      configure(FP32);
      expect(await run('run', 'photos')).toMatchObject({ code: 0 });
      const id = await idOf(FP32);
      expect(id).toMatch(/^onnx\/ViT-B-32\/openai\/fp32\/[0-9a-f]{12}\/p1-[0-9a-f]{8}$/);
      expect(await vectorsByModel([id])).toEqual({ [id]: 8 });
      expect(await run('run', 'photos')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Nothing to do'),
      });
    });

    it('give vectors of texts, which are kept in the data folder', async () => {
      const vectors = [];
      for (let i = 0; i < 2; i++) {
        const embedder = await openEmbedder(loadSettings(sources), () => {});
        expect(embedder.promptTemplate).toContain('{label}');
        vectors.push((await embedder.embedTexts(['a photo of a flower', 'fog']))!);
        await embedder.close();
      }
      expect(vectors[1]).toEqual(vectors[0]);
      expect(readdirSync(join(folder, 'data', 'text-vectors'))).toHaveLength(1);
      expect(vectors[0]![0]).toHaveLength(facts.dimensions);
    });

    it('replace the vectors row by row when the model changes', async () => {
      const [before, after] = [await idOf(FP32), await idOf(INT8)];
      expect(await vectorsByModel([before, after])).toEqual({ [before]: 8, [after]: 0 });
      expect(await run('embeddings')).toMatchObject({ code: 0 });
      expect(await vectorsByModel([before, after])).toEqual({ [before]: 0, [after]: 8 });
    });

    it('are measured by doctor', async () => {
      configure(FP32);
      const { stdout } = await run('doctor', '--json');
      const checks = JSON.parse(stdout) as { what: string; state: string; finding: string }[];
      expect(checks.find(({ what }) => what.startsWith('embeddings'))).toMatchObject({
        what: 'embeddings (ViT-B-32/openai)',
        state: 'ok',
        finding: expect.stringMatching(
          /^fp32 on the CPU, \d sessions? of \d threads?: about [\d.]+ photos\/s, .* for the 8 photos that are due$/,
        ),
      });
    });

    it('that meet too little memory tell the steps on the way, and embed every photo', async () => {
      configure(FP32);
      const before = await idOf(FP32);
      const stderr = new Collected();
      const code = await runProgram(
        {
          folder,
          openLibrary: (given) => openLibrary(given, smallDevice),
          backups: () => {
            throw new Error('not asked for');
          },
          examine: async () => [],
          runner: () => () => Promise.reject(new Error('no runs here')),
          openModels,
          copyStore,
          renderSamples: async () => folder,
          stdout: new Collected(),
          stderr,
          signal: new AbortController().signal,
        },
        '0.0.0',
        ['embeddings', '--data', 'data'],
      );
      expect(code).toBe(0);
      expect(stderr.text).toContain(
        'Memory ran out with 4 photos at once; the same photos again, 2 at once.\n',
      );
      expect(stderr.text).toContain(
        'Memory ran out with 2 photos at once; the same photos again, 1 at once.\n',
      );
      expect(await vectorsByModel([before])).toEqual({ [before]: 8 });
    });
  });
});

/** The embedder of the configuration on a device that has memory for a single photo. */
const smallDevice: typeof openEmbedder = (_, onNotice) =>
  createOnnxEmbedder({
    entry,
    modelsDir,
    device: 'cpu',
    precision: 'fp32',
    batchSize: 4,
    workers: 2,
    onNotice,
    makeHost: (): NetworkHost => {
      const real = createWorkerHost(1);
      return {
        ...real,
        run: async (task) =>
          task.pictures.length > 1
            ? { kind: 'out-of-memory', why: 'Failed to allocate memory for requested buffer of size 1' }
            : real.run(task),
      };
    },
  });

class Collected extends Writable {
  text = '';
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
