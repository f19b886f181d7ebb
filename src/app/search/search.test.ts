import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { proxyPath } from '../../algorithms/proxy-path.ts';
import { loadSettings } from '../../config/load.ts';
import type { StageName } from '../../domain/stage-name.ts';
import type { Embedder } from '../../models/embedder.ts';
import { folderProxies } from '../../proxies/folder-proxies.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import { PackedVectorIndex } from '../../vectors/packed-index.ts';
import type { Library } from '../library.ts';
import { type SearchRequest, searchPhotos } from './index.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-search-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const sha1 = (digit: string): string => digit.repeat(40);
const unit = (...values: number[]): Float32Array => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};

/** Looks of photos and words: sea, sun, people, and what pictures alone or words alone have. */
const LOOKS: Record<string, readonly number[]> = {
  a: [1, 0, 0, 1, 0],
  b: [1, 1, 0, 1, 0],
  c: [1, 1, 1, 1, 0],
  d: [0, 1, 0, 1, 0],
  e: [0, 0, 1, 1, 0],
  sea: [1, 0, 0, 0, 2],
  sun: [0, 1, 0, 0, 2],
  people: [0, 0, 1, 0, 2],
};

/** An embedder that reads off a picture's name what it shows, `turn` numbers further along in its own space. */
function readsNames(id: string, { turn = 0, takesWords = true } = {}): Embedder {
  const vectorOf = (name: string) => {
    const looks = LOOKS[name]!;
    return unit(...looks.map((_, k) => looks[(k + turn) % looks.length]!));
  };
  return {
    id,
    dimensions: 5,
    embedImages: async (jpegs) => jpegs.map((jpeg) => ({ vector: vectorOf(/(.)\.jpg$/.exec(jpeg)![1]!) })),
    embedTexts: async (texts) => (takesWords ? texts.map(vectorOf) : null),
    close: async () => undefined,
  };
}

let folder: string;
let store: Store;
let embedders: Embedder[];
let made = 0;

const outcome = (
  stage: StageName,
  item: string,
  status: 'done' | 'failed' = 'done',
  reason: string | null = null,
) => ({
  stage,
  item,
  fingerprint: '',
  status,
  reason,
  digest: '',
});

const photo = async (digit: string, ...paths: string[]) => {
  await store.files.put(
    paths.map((path) => ({
      path,
      root: '/photos',
      sizeBytes: 1,
      mtimeMicros: 1,
      birthMicros: null,
      inode: path,
      sha1: sha1(digit),
      status: 'present' as const,
      reason: null,
    })),
  );
  await store.outcomes.put([outcome('scan', sha1(digit))]);
  const proxy = proxyPath(folder, sha1(digit));
  mkdirSync(dirname(proxy), { recursive: true });
  writeFileSync(proxy, '');
};

const embed = async (embedder: Embedder, ...digits: string[]) => {
  for (const digit of digits) {
    const [embedding] = await embedder.embedImages([`${digit}.jpg`]);
    if (embedding instanceof Error) throw embedding;
    await store.photos.putEmbedding({ sha1: sha1(digit), model: embedder.id, vector: embedding!.vector });
  }
};

function library(): Library {
  const indexes = new Map<string, PackedVectorIndex>();
  const settings = loadSettings({ folder, dataFolder: folder });
  return {
    settings: { ...settings, proxy: { ...settings.proxy, cache_dir: folder } },
    store,
    reading: store,
    readBeside: () => undefined,
    embedderId: embedders[0]!.id,
    embedderOf: async (model) => embedders.find((embedder) => embedder.id === model) ?? null,
    vectorIndex: (model) => {
      const index = indexes.get(model) ?? new PackedVectorIndex({ store: store.vectors, model, folder });
      indexes.set(model, index);
      return index;
    },
    proxyMaker: async () => ({
      id: 'copies nothing',
      make: async (requests) => requests.map(({ original }) => new Error(`${original} is no picture.`)),
      close: async () => undefined,
    }),
    get cloud() {
      return expect.unreachable();
    },
    stageOf: () => expect.unreachable(),
    isShared: false,
    queue: () => expect.unreachable(),
    thumbnail: () => expect.unreachable(),
    proxies: folderProxies(folder),
    smallPicture: () => expect.unreachable(),
    sidecarWriter: () => expect.unreachable(),
    onNotice: () => expect.unreachable(),
    close: () => store.close(),
  };
}

const search = (request: Partial<SearchRequest>) =>
  searchPhotos(library(), { workingFolder: '/photos', ...request });
const found = async (request: Partial<SearchRequest>): Promise<string> =>
  (await search(request)).hits.map((hit) => hit.sha1[0]).join('');

beforeEach(async () => {
  folder = join(home, String(made++));
  store = await openSqliteStore(join(folder, 'index.sqlite'));
  embedders = [readsNames('new'), readsNames('old', { turn: 1 })];
  await photo('a', '/photos/a.jpg');
  await photo('b', '/photos/b.jpg', '/photos/again/b.jpg');
  await photo('c', '/photos/c.jpg');
  await photo('d', '/photos/d.jpg');
  await photo('e', '/photos/e.jpg');
  return () => store.close();
});

describe('search by looks', () => {
  it('finds photos like one of the library, itself left out, a photo at two paths once', async () => {
    await embed(embedders[0]!, 'a', 'b', 'c', 'd', 'e');
    const { hits, notes } = await search({ like: ['a.jpg'] });
    expect(hits.map((hit) => hit.sha1[0]).join('')).toBe('bcde');
    expect(hits[0]).toMatchObject({
      path: '/photos/again/b.jpg',
      paths: ['/photos/again/b.jpg', '/photos/b.jpg'],
      foundBy: 'looks',
      model: 'new',
      score: expect.closeTo(2 / Math.sqrt(6), 3),
    });
    expect(notes).toEqual([]);
    expect(await found({ like: [sha1('A')], limit: 2 })).toBe('bc');
  });

  it('adds and takes away words and photos', async () => {
    await embed(embedders[0]!, 'a', 'b', 'c', 'd', 'e');
    expect(await found({ texts: ['sea'], limit: 1 })).toBe('a');
    expect(await found({ texts: ['sea +sun'], limit: 1 })).toBe('b');
    expect(await found({ texts: ['sea', 'sun -people'], limit: 3 })).toBe('bad');
    expect(await found({ pattern: 'people -sea', limit: 1 })).toBe('e');
    expect(await found({ like: ['c.jpg'], unlike: ['e.jpg'], limit: 1 })).toBe('b');
    expect(await found({ like: ['a.jpg'], texts: ['people'], limit: 1 })).toBe('c');
  });

  it('does not find photos whose files are gone', async () => {
    await embed(embedders[0]!, 'a', 'b', 'c', 'd', 'e');
    await store.outcomes.remove('scan', [sha1('b')]);
    expect(await found({ like: ['a.jpg'] })).toBe('cde');
  });

  it('compares each photo in the space of its own model while another takes over, and merges by rank', async () => {
    await embed(embedders[0]!, 'b', 'd');
    await embed(embedders[1]!, 'a', 'c', 'e');
    const { hits, notes } = await search({ texts: ['sea'] });
    expect(hits.map((hit) => `${hit.sha1[0]} ${hit.model}`)).toEqual([
      'a old',
      'b new',
      'c old',
      'd new',
      'e old',
    ]);
    expect(notes).toEqual([]);
    // A photo of the library is looked at again by the model that has not seen it, or no more.
    expect(await found({ like: ['b.jpg'] })).toHaveLength(4);
  });

  it('says how many photos could not be compared where the earlier model is not there any more', async () => {
    await embed(embedders[0]!, 'b', 'd');
    await embed(embedders[1]!, 'a', 'c', 'e');
    embedders.pop();
    const { hits, notes } = await search({ texts: ['sea'] });
    expect(hits.map((hit) => hit.sha1[0]).join('')).toBe('bd');
    expect(notes).toEqual([
      '3 of 5 photos are still without a vector of new and could not be compared: photo-tag run goes on with them',
    ]);
  });

  it.each([
    [
      'words, which the model does not take',
      { texts: ['sea'] },
      'MODEL_MISSING',
      /cannot compare photos with words/,
    ],
    ['a photo that is not there', { like: ['x.jpg'] }, 'USAGE', /x\.jpg is neither/],
    ['a SHA-1 that nobody knows', { like: [sha1('f')] }, 'USAGE', /is neither/],
    ['a photo whose pixels could not be read', { like: ['e.jpg'] }, 'USAGE', /no vector.*: truncated/],
    ['a file that is no picture', { like: [import.meta.filename] }, 'USAGE', /is no picture/],
    ['words that are none', { texts: [' '] }, 'USAGE', /no words/],
    ['nothing', {}, 'USAGE', /Nothing to search/],
    ['a date that is none', { pattern: 'x', filters: { from: '2014-13' } }, 'USAGE', /no date/],
    ['a trust that is none', { pattern: 'x', filters: { trust: '80%' } }, 'USAGE', /no trust/],
    ['a place that is none', { pattern: 'x', filters: { place: 'Atlantis' } }, 'USAGE', /Atlantis/],
  ])('refuses %s', async (_what, request, code, message) => {
    embedders = [readsNames('new', { takesWords: false })];
    await embed(embedders[0]!, 'a', 'b');
    rmSync(proxyPath(folder, sha1('e')));
    await store.outcomes.put([outcome('proxies', sha1('e'), 'failed', 'truncated')]);
    await expect(search(request)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('of a photo that has no vector yet says so', async () => {
    rmSync(proxyPath(folder, sha1('c')));
    await embed(embedders[0]!, 'a');
    await expect(search({ like: ['c.jpg'] })).rejects.toThrow('has no vector to compare others with yet');
  });

  it('in a library without vectors says what makes them', async () => {
    expect(await search({ texts: ['sea'] })).toEqual({
      hits: [],
      total: 0,
      notes: ['No photo has a vector yet: photo-tag run makes them'],
    });
  });
});

describe('search by tags', () => {
  beforeEach(async () => {
    for (const digit of ['b', 'e']) {
      await store.tags.putDecision(sha1(digit), { layer: 'CK', name: 'sea', verdict: 'accepted' });
    }
    await store.tags.putDecision(sha1('d'), { layer: 'CK', name: 'Venice', verdict: 'added' });
  });

  it('comes first for plain words, and then looks, where the model takes words', async () => {
    await embed(embedders[0]!, 'a', 'b', 'c', 'd', 'e');
    const { hits } = await search({ pattern: 'sea' });
    expect(hits.map((hit) => `${hit.sha1[0]} ${hit.foundBy}`)).toEqual([
      'b tags',
      'e tags',
      'a looks',
      'c looks',
      'd looks',
    ]);
    expect(hits[0]!.tags).toEqual(['CK:sea']);
    expect(await found({ pattern: 'sea', tagsOnly: true })).toBe('be');
    expect(await found({ pattern: '^CK:sea' })).toBe('be');
  });

  it('is all there is where the model takes no words, and says so only where it finds nothing', async () => {
    embedders = [readsNames('new', { takesWords: false })];
    await embed(embedders[0]!, 'a', 'b', 'c', 'd', 'e');
    expect(await search({ pattern: 'sea' })).toMatchObject({ hits: [{}, {}], notes: [] });
    const { hits, notes } = await search({ pattern: 'fog' });
    expect(hits).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^Only tags were searched.*models pull/)]);
  });

  it('is a filter beside looks', async () => {
    await embed(embedders[0]!, 'a', 'b', 'c', 'd', 'e');
    expect(await found({ pattern: 'sea', like: ['a.jpg'] })).toBe('be');
  });

  it('goes with filters of what is known of photos, or filters alone', async () => {
    await embed(embedders[0]!, 'a', 'b', 'c', 'd', 'e');
    const time = (wallMillis: number, trustScore: number) => ({
      wallMillis,
      interval: { startMillis: wallMillis, endMillis: wallMillis },
      precision: 'second' as const,
      offsetMinutes: null,
      trustScore,
      signalsUsed: [],
      uncertain: false,
      clock: null,
      byHand: false,
    });
    await store.photos.putCaptureTimes(
      new Map([
        [sha1('a'), time(Date.UTC(2014, 4, 3, 23, 59, 59), 0.9)],
        [sha1('b'), time(Date.UTC(2014, 4, 4), 0.4)],
        [sha1('c'), time(Date.UTC(2015, 0, 1), 1)],
      ]),
    );
    const filters = (typed: SearchRequest['filters']) => found({ filters: typed });
    expect(await filters({ from: '2014-05-03', to: '2014-05-03' })).toBe('a');
    expect(await filters({ from: '2014', to: '2014' })).toBe('ab');
    expect(await filters({ from: '2014-05-04' })).toBe('bc');
    expect(await filters({ trust: '0.9' })).toBe('ac');
    expect(await filters({ place: 'venice' })).toBe('d');
    expect(await filters({ reviewed: 'yes' })).toBe('bde');
    expect(await filters({ reviewed: 'no', from: '2015' })).toBe('c');
    expect(await found({ like: ['d.jpg'], filters: { from: '2014', to: '2014' } })).toBe('ba');
    expect(await found({ pattern: 'sea', tagsOnly: true, filters: { trust: '0.1' } })).toBe('b');
  });
});
