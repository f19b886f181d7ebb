import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { startCli } from './cli.ts';
import { runHere } from './cli-in-process.ts';
import { makePetalsLibrary } from './petals-library.ts';

/*
 * A word that the default model cannot know, as it takes no words: some clusters are accepted, some rejected, and the
 * rest of the library gets proposals.
 */

const PHOTOS = 130;
/** One photo in so many is a blossom: what a third of a library shows is nothing that stands out. */
const EVERY = 6;
const CLICKS = 12;
const folder = mkdtempSync(join(tmpdir(), 'photo-tag-taught-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = async (...args: string[]) => {
  const result = await runHere(args, folder);
  expect(result.code, result.stderr).toBe(0);
  return result.stdout;
};
const asJson = async <Value>(...args: string[]) => JSON.parse(await run(...args, '--json')) as Value;
const photo = (i: number): string => join('photos', `IMG_${String(i).padStart(3, '0')}.jpg`);

/** Names of photos that carry the tag. */
async function tagged(tag: string): Promise<Set<string>> {
  const hits = await asJson<{ path: string }[]>('search', `^${tag}$`, '--tags');
  return new Set(hits.map(({ path }) => basename(path)));
}

async function decisions(): Promise<unknown> {
  const store = await openSqliteStore(join(folder, 'data/index.sqlite'));
  try {
    const sha1s = await store.photos.page({ after: null, limit: 1000 });
    return [...(await store.tags.decisionsOf(sha1s))];
  } finally {
    await store.close();
  }
}

let blossoms: Set<string>;
beforeAll(async () => {
  blossoms = await makePetalsLibrary(join(folder, 'photos'), PHOTOS, EVERY);
  mkdirSync(join(folder, 'config'));
  writeFileSync(join(folder, 'config/ck_vocab.yaml'), 'subjects: [blossom, sea]\n');
  await run('scan', 'photos');
  for (const stage of ['metadata', 'dates', 'proxies', 'embeddings', 'clusters', 'ck-tags']) await run(stage);
}, 600_000);

describe('a word that is taught', () => {
  it('cannot be scored before, which is said with what to do', async () => {
    expect(await tagged('CK:blossom')).toEqual(new Set());
    expect(await runHere(['try-word', 'blossom'], folder)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/takes no words.*\n→ Accept it for some clusters/),
    });
    expect(await run('teach', 'blossom')).toContain('Nothing is known of CK:blossom yet');
    expect(await runHere(['accept', 'CK:blosom', photo(0)], folder)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean CK:blossom?'),
    });
  });

  it('is proposed for photos that nobody decided, mostly rightly', async () => {
    const right = Array.from({ length: CLICKS }, (_, i) => photo(EVERY * i));
    const wrong = Array.from({ length: CLICKS }, (_, i) => photo(EVERY * i + 1));
    expect(await run('accept', 'CK:blossom', ...right)).toContain(`accepted for ${CLICKS} photos`);
    expect(await run('reject', 'blossom', ...wrong)).toContain(`rejected for ${CLICKS} photos`);
    await run('ck-tags');
    const decided = new Set([...right, ...wrong].map((path) => basename(path)));
    const unseen = [...(await tagged('CK:blossom'))].filter((name) => !decided.has(name));
    const hits = unseen.filter((name) => blossoms.has(name)).length;
    const there = [...blossoms].filter((name) => !decided.has(name)).length;
    // By chance a sixth would be right.
    expect(hits / unseen.length).toBeGreaterThan(0.7);
    expect(hits / there).toBeGreaterThan(0.4);
  });

  it('is listed with what it was taught by, and by how many photos it will have', async () => {
    const { labels } = await asJson<{ labels: { name: string; layer: string }[] }>('labels');
    expect(labels.filter(({ layer }) => layer === 'CK')).toMatchObject([
      { name: 'blossom', basis: 'taught', accepted: CLICKS, rejected: CLICKS, withheld: null },
      { name: 'sea', basis: 'rules', threshold: null },
    ]);
    const tried = await asJson<{ photos: number; scored: number; levels: { photos: number }[] }>(
      'try-word',
      'blossom',
    );
    expect(tried.scored).toBe(PHOTOS);
    expect(tried.photos).toBe((await proposedInStore()).length);
    const counts = tried.levels.map(({ photos }) => photos);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  it('is asked about where nobody answered yet', async () => {
    const { questions } = await asJson<{ questions: { path: string; probability: number }[] }>(
      'teach',
      'blossom',
      '--limit',
      '5',
    );
    expect(questions).toHaveLength(5);
    const answered = new Set(
      Array.from({ length: CLICKS }, (_, i) => [photo(EVERY * i), photo(EVERY * i + 1)]).flat(),
    );
    expect(questions.filter(({ path }) => answered.has(join('photos', basename(path))))).toEqual([]);
  });

  it('makes nothing due when nothing changed, and all when a decision is taken back', async () => {
    const due = async () => (await asJson<{ stages: { done: number }[] }>('ck-tags')).stages[0]!.done;
    expect(await due()).toBe(0);
    await run('reject', 'blossom', '--photo', photo(50));
    await run('deeds', '--undo');
    expect(await due()).toBe(0);
    await run('reject', 'blossom', '--photo', photo(50));
    expect(await due()).toBe(PHOTOS);
  });
});

describe('where the model is not on the disk', () => {
  it('tags come by rules and by what was learned, and that is said', async () => {
    const before = await tagged('CK:blossom');
    const file = join(folder, 'config/config.yaml');
    writeFileSync(file, 'embeddings:\n  model: ViT-B-32\n  pretrained: openai\n');
    const result = await runHere(['ck-tags'], folder);
    expect(result).toMatchObject({ code: 0, stderr: expect.stringContaining('scored as they last were') });
    expect(await tagged('CK:blossom')).toEqual(before);
    rmSync(file);
  });
});

describe('decisions', () => {
  it('survive another clustering', async () => {
    const before = await decisions();
    writeFileSync(
      join(folder, 'config/config.yaml'),
      'clustering:\n  time_window_minutes: 600\n  method: threshold\n  cosine_threshold: 0.5\n',
    );
    const clusters = async () => (await asJson<unknown[]>('clusters', '--list')).length;
    const count = await clusters();
    await run('clusters');
    expect(await clusters()).toBeLessThan(count);
    expect(await decisions()).toEqual(before);
  });

  it('are there as a whole or not at all after kill -9, and so is the way back', async () => {
    const everything = await asJson<{ id: string }[]>('clusters', '--list');
    const ids = everything.map(({ id }) => id);
    const accept = () => startCli(['accept', 'sea', ...ids, '--all-members'], folder);
    const before = await decisions();
    const started = Date.now();
    expect(await accept().ended).toMatchObject({ code: 0 });
    const wholeMillis = Date.now() - started;
    expect((await tagged('CK:sea')).size).toBe(PHOTOS);
    await run('deeds', '--undo');
    expect(await decisions()).toEqual(before);
    for (const share of [0.5, 0.65, 0.75, 0.8, 0.85, 0.9, 0.95]) {
      const { child, ended } = accept();
      await sleep(share * wholeMillis);
      child.kill('SIGKILL');
      await ended;
      const [last] = await asJson<{ words: string; takenBack: boolean }[]>('deeds', '--limit', '1');
      if (last!.words === 'accept CK:sea' && !last!.takenBack) {
        expect((await tagged('CK:sea')).size).toBe(PHOTOS);
        await run('deeds', '--undo');
      }
      expect(await decisions()).toEqual(before);
    }
  }, 120_000);
});

/** Photos for which the store has the proposal, decided or not. */
async function proposedInStore(): Promise<string[]> {
  const store = await openSqliteStore(join(folder, 'data/index.sqlite'));
  try {
    const sha1s = await store.photos.page({ after: null, limit: 1000 });
    const proposals = await store.tags.proposalsOf(sha1s);
    return sha1s.filter((sha1) => proposals.get(sha1)?.some(({ name }) => name === 'blossom'));
  } finally {
    await store.close();
  }
}
