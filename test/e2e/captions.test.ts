import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listQuarantine } from '../../src/app/quarantine/list-words.ts';
import { runStages } from '../../src/app/run.ts';
import { openLibrary } from '../../src/compose.ts';
import { createFlorence2Captioner } from '../../src/models/florence2/captioner.ts';
import { madeFlorence } from '../../src/models/florence2/made-florence.fixture.ts';
import { STAGE_NAMES } from '../../src/stages/index.ts';
import { hasTransformers } from '../optional-packages.ts';
import { makeSmallLibrary } from './small-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-captions-e2e-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;

describe.skipIf(!hasTransformers)('a library with a captioner (optional package)', () => {
  it('describes each medoid once, and keeps what it makes up out of the proposals', async () => {
    await makeSmallLibrary(join(folder, 'photos'));
    const network = madeFlorence(join(folder, 'Made', 'test'));
    const captioner = () => createFlorence2Captioner({ ...network, readsText: false, threads: 1 });
    const open = () => openLibrary({ folder, dataFolder: 'data', roots: ['photos'] }, undefined, captioner);

    let library = await open();
    const first = await runStages(library, { stages: STAGE_NAMES, command: 'run', signal });
    const clusters = await library.store.clusters.count();
    const described = await library.store.descriptions.page({ after: null, limit: 99 });
    expect(first.stages.find(({ stage }) => stage === 'captions')).toMatchObject({
      done: clusters,
      failed: 0,
    });
    expect(described).toHaveLength(clusters);
    for (const { description } of described) expect(description.caption).toMatch(/^a (snowfield|cave)$/);
    const { words } = await listQuarantine(library, { limit: 9, examples: 1 });
    expect(words.map(({ word }) => word)).toContain('dog');
    const proposed = (await library.store.tags.names()).map(({ name }) => name);
    expect(proposed.filter((name) => ['dog', 'snowfield', 'cave', 'story'].includes(name))).toEqual([]);
    await library.close();

    library = await open();
    const again = await runStages(library, { stages: STAGE_NAMES, command: 'run', signal });
    expect(again.stages.filter(({ done }) => done > 0)).toEqual([]);
    await library.close();
  });
});

describe('a library without a captioner', () => {
  it('has nothing to describe, and says so the first time and to whoever asks for it', async () => {
    const home = join(folder, 'without');
    await makeSmallLibrary(join(home, 'photos'), 2);
    const library = await openLibrary({ folder: home, dataFolder: 'data', roots: ['photos'] });
    const notices = async (stages = STAGE_NAMES) =>
      (await runStages(library, { stages, command: 'run', signal })).notices.filter((notice) =>
        notice.includes('captioner'),
      );
    expect(await notices()).toEqual([
      expect.stringMatching(/^No captioner was pulled.*photo-tag models pull/),
    ]);
    expect(await notices()).toEqual([]);
    expect(await notices(['captions'])).toHaveLength(1);
    expect((await library.store.outcomes.counts()).map(({ stage }) => stage)).not.toContain('captions');
    await library.close();
  });
});
