import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSmallLibrary } from '../../../test/e2e/small-library.ts';
import { openLibrary } from '../../compose.ts';
import type { Description } from '../../domain/description.ts';
import type { Captioner } from '../../models/captioner.ts';
import { STAGE_NAMES } from '../../stages/index.ts';
import type { Library } from '../library.ts';
import { runStages } from '../run.ts';
import { listQuarantine } from './list-words.ts';
import { ruleWord } from './rule-word.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-words-'));

/** What a captioner said of both scenes, recorded: no weights come with the tests. */
const SAID: Description = {
  caption: 'A photo of a lighthouse on a cliff in Prague.',
  detailedCaption: 'The image shows a lighthouse and several boats near a river.',
  objects: [],
  text: null,
};

const captioner: Captioner = {
  id: 'recorded',
  describe: async (jpegs) => jpegs.map(() => SAID),
  close: async () => {},
};

const signal = new AbortController().signal;

describe('the quarantine of a library', () => {
  let library: Library;
  beforeAll(async () => {
    await makeSmallLibrary(join(folder, 'photos'));
    library = await openLibrary(
      { folder, dataFolder: 'data', roots: ['photos'] },
      undefined,
      () => captioner,
    );
    await runStages(library, { stages: STAGE_NAMES, command: 'run', signal });
  });
  afterAll(async () => {
    await library.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const waiting = async (limit = 99) =>
    (await listQuarantine(library, { limit, examples: 1 })).words.map(({ word }) => word);
  const tagsNamed = async (name: string) =>
    (await library.store.tags.names()).filter((tag) => tag.name === name);
  const rule = (word: string, verdict: 'released' | 'banned' | null) =>
    ruleWord(library, { word, verdict, command: 'quarantine', signal });
  const due = () => library.stageOf('ai-tags').countDue();

  it('has what the captioner alone says, with photos and reasons, and nothing of it is proposed', async () => {
    const { words, total } = await listQuarantine(library, { limit: 2, examples: 1 });
    expect(await waiting()).toEqual(['boat', 'cliff', 'lighthouse', 'prague', 'river']);
    expect(total).toBe(5);
    expect(words).toMatchObject([
      {
        word: 'boat',
        examples: [expect.stringMatching(/IMG_\d+\.jpg$/)],
        reasons: ['nothing but the caption says so'],
      },
      { word: 'cliff' },
    ]);
    expect(await tagsNamed('lighthouse')).toEqual([]);
    expect(await due()).toBe(0);
  });

  it('proposes a word that is released at once, for all that look like the one it was said of', async () => {
    const report = await rule('Lighthouses', 'released');
    expect(report).toMatchObject({ word: 'lighthouse', before: null, proposed: 8 });
    expect(await tagsNamed('lighthouse')).toMatchObject([{ layer: 'AI', photos: 8 }]);
    expect(await waiting()).not.toContain('lighthouse');
    expect(await due()).toBe(0);
  });

  it('bans what is proposed, and takes either back', async () => {
    expect(await rule('lighthouse', 'banned')).toMatchObject({ before: 'released', proposed: 0 });
    expect(await tagsNamed('lighthouse')).toEqual([]);
    expect(await waiting()).not.toContain('lighthouse');
    expect((await listQuarantine(library, { limit: 0, examples: 0 })).rules).toEqual([
      { word: 'lighthouse', verdict: 'banned' },
    ]);
    expect(await rule('lighthouse', null)).toMatchObject({ before: 'banned', verdict: null });
    expect(await waiting()).toContain('lighthouse');
    expect(await due()).toBe(0);
  });

  it('has nothing to say of a word that nobody said', async () => {
    await expect(rule('zeppelin', 'released')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('zeppelin'),
      remedy: expect.stringContaining('photo-tag quarantine'),
    });
  });
});
