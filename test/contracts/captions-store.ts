import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaptureTime } from '../../src/domain/capture-time.ts';
import type { Description } from '../../src/domain/description.ts';
import type { PhotoMetadata } from '../../src/domain/metadata.ts';
import type { OutcomeRow, Store } from '../../src/store/store.ts';
import type { StoreUnderTest } from './store.ts';

const sha1 = (digit: string): string => digit.repeat(40);

const said = (caption: string): Description => ({
  caption,
  detailedCaption: `${caption} — 桜 "quoted"`,
  objects: [{ words: 'dog', box: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 } }],
  text: null,
});

const outcome = (
  stage: OutcomeRow['stage'],
  item: string,
  changes: Partial<OutcomeRow> = {},
): OutcomeRow => ({
  stage,
  item,
  fingerprint: 'f',
  status: 'done',
  reason: null,
  digest: `${stage} of ${item[0]}`,
  ...changes,
});

const word = (name: string, reason = 'nothing agrees') => ({ word: name, reason, source: 'captions' });

/** What any store of descriptions and of the quarantine does. */
export function captionsStoreContract({ name, open }: StoreUnderTest): void {
  describe(`a store in ${name}: descriptions`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const putCluster = (id: string, members: readonly string[], medoid: string) =>
      store.clusters.putWindow([
        {
          id,
          windowId: 'w',
          method: 'hdbscan',
          medoid,
          startMillis: null,
          endMillis: null,
          members: members.map((member) => ({
            sha1: member,
            membership: 1,
            distanceToMedoid: 0,
            fits: true,
            burst: null,
            isBest: true,
          })),
        },
      ]);

    it('keeps one description a photo, of the captioner that saw it last', async () => {
      const [a, b, c] = [sha1('a'), sha1('b'), sha1('c')];
      await store.descriptions.put({ sha1: b, captioner: 'one', description: said('a lake') });
      await store.descriptions.put({ sha1: a, captioner: 'one', description: said('a cave') });
      await store.descriptions.put({ sha1: a, captioner: 'two', description: said('a tunnel') });
      expect(await store.descriptions.of([c, b, a])).toEqual(
        new Map([
          [a, said('a tunnel')],
          [b, said('a lake')],
        ]),
      );
      expect(await store.descriptions.page({ after: null, limit: 1 })).toMatchObject([
        { sha1: a, captioner: 'two' },
      ]);
      expect(await store.descriptions.page({ after: a, limit: 9 })).toMatchObject([
        { sha1: b, captioner: 'one' },
      ]);
    });

    it('knows which medoids are due: those with a proxy, by captioner and proxy', async () => {
      const [a, b, c, d] = [sha1('a'), sha1('b'), sha1('c'), sha1('d')];
      await putCluster('1', [a, b], a);
      await putCluster('2', [c], c);
      await putCluster('3', [d], d);
      await store.outcomes.put([
        ...[a, b, c].flatMap((item) => [outcome('scan', item), outcome('proxies', item)]),
        outcome('scan', d),
        outcome('proxies', d, { status: 'failed', digest: '' }),
      ]);
      const due = () => store.descriptions.dueMedoids('one');
      const fingerprint = (item: string) => `one|proxies of ${item[0]}`;
      expect(await due()).toEqual([
        { sha1: a, fingerprint: fingerprint(a) },
        { sha1: c, fingerprint: fingerprint(c) },
      ]);
      expect((await store.descriptions.dueMedoids('one', [a, b, d])).map((one) => one.sha1)).toEqual([a]);
      expect(await store.descriptions.dueMedoids('one', [])).toEqual([]);
      await store.outcomes.put(
        [a, c].map((item) => outcome('captions', item, { fingerprint: fingerprint(item) })),
      );
      expect(await due()).toEqual([]);
      expect(await store.descriptions.dueMedoids('two')).toHaveLength(2);
      await putCluster('1', [a, b], b);
      expect((await due()).map((one) => one.sha1)).toEqual([b]);
      await store.outcomes.put([
        outcome('proxies', c, { digest: 'another' }),
        outcome('scan', b, { status: 'failed' }),
      ]);
      expect((await due()).map((one) => one.sha1)).toEqual([c]);
    });
  });

  describe(`a store in ${name}: the quarantine`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      await store.outcomes.put(['a', 'b', 'c'].map((digit) => outcome('scan', sha1(digit))));
    });
    afterEach(() => store.close());

    it('has the words of a photo as they were put last', async () => {
      await store.quarantine.put(sha1('a'), [word('tower'), word('paris')]);
      await store.quarantine.put(sha1('b'), [word('tower')]);
      await store.quarantine.put(sha1('b'), []);
      expect(await store.quarantine.of([sha1('a'), sha1('b')])).toEqual(
        new Map([[sha1('a'), [word('paris'), word('tower')]]]),
      );
    });

    it('lists words of photos that are there: most photos first, and of each its photos with the reason', async () => {
      await store.quarantine.put(sha1('a'), [word('tower', 'first'), word('boat')]);
      await store.quarantine.put(sha1('b'), [word('tower', 'second')]);
      await store.quarantine.put(sha1('f'), [word('tower'), word('gone')]);
      expect(await store.quarantine.words()).toEqual([
        { word: 'tower', photos: 2 },
        { word: 'boat', photos: 1 },
      ]);
      expect(await store.quarantine.photosWith('tower')).toEqual([
        { sha1: sha1('a'), reason: 'first' },
        { sha1: sha1('b'), reason: 'second' },
      ]);
      expect(await store.quarantine.photosWith('tower', 1)).toHaveLength(1);
      expect(await store.quarantine.photosWith('gone')).toEqual([]);
    });

    it('keeps what was said of a word, until it is taken back', async () => {
      await store.quarantine.putRule('tower', 'released');
      await store.quarantine.putRule('boat', 'released');
      await store.quarantine.putRule('boat', 'banned');
      expect(await store.quarantine.rules()).toEqual(
        new Map([
          ['boat', 'banned'],
          ['tower', 'released'],
        ]),
      );
      await store.quarantine.putRule('tower', null);
      expect([...(await store.quarantine.rules()).keys()]).toEqual(['boat']);
    });
  });

  describe(`a store in ${name}: positions`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const put = async (digit: string, gps: PhotoMetadata['gps'], wallMillis: number | null) => {
      const metadata = { make: 'Canon', model: 'EOS 5D', bodySerial: null, gps } as Partial<PhotoMetadata>;
      await store.photos.putMetadata(sha1(digit), metadata as PhotoMetadata);
      await store.photos.putCaptureTimes(
        new Map([[sha1(digit), { wallMillis, trustScore: 1, uncertain: false } as CaptureTime]]),
      );
      await store.outcomes.put([outcome('scan', sha1(digit))]);
    };

    it('gives photos that have a position, a time and a cluster, with camera and window', async () => {
      const gps = { latitude: -22.95, longitude: -43.21 };
      await put('a', gps, 1000);
      await put('b', null, 2000);
      await put('c', gps, null);
      await put('d', gps, 3000);
      await put('e', gps, 4000);
      await store.outcomes.put([outcome('scan', sha1('e'), { status: 'failed' })]);
      const member = { membership: 1, distanceToMedoid: 0, fits: true, burst: null, isBest: true };
      await store.clusters.putWindow([
        {
          id: 'one',
          windowId: 'w7',
          method: 'hdbscan',
          medoid: sha1('a'),
          startMillis: 1000,
          endMillis: 4000,
          members: ['a', 'b', 'c', 'e'].map((digit) => ({ sha1: sha1(digit), ...member })),
        },
      ]);
      expect(await store.positions.all()).toEqual({
        wallMillis: Float64Array.of(1000),
        latitude: Float64Array.of(-22.95),
        longitude: Float64Array.of(-43.21),
        camera: ['Canon|EOS 5D|'],
        window: ['w7'],
      });
      expect(await store.positions.spans()).toEqual(
        new Map([['one', { windowId: 'w7', startMillis: 1000, endMillis: 4000 }]]),
      );
    });
  });
}
