import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toHalves, unitVectorOf } from '../../src/algorithms/half-floats.ts';
import type { CaptureTime, DateDecision } from '../../src/domain/capture-time.ts';
import type { ClockRun } from '../../src/domain/clock-run.ts';
import type { Cluster } from '../../src/domain/cluster.ts';
import type { Detections, PeopleVerdict } from '../../src/domain/detection.ts';
import type { PhotoMetadata } from '../../src/domain/metadata.ts';
import type { PhotoFile } from '../../src/domain/photo.ts';
import type { Proxy } from '../../src/domain/proxy.ts';
import type { JournalEntry } from '../../src/domain/sidecar-journal.ts';
import { type Decision, type Proposal, REMOVED_IN_SIDECAR, type TagLayer } from '../../src/domain/tag.ts';
import type { PhotoFilter, Store } from '../../src/store/store.ts';

export interface StoreUnderTest {
  readonly name: string;
  open(): Promise<Store>;
}

const sha1 = (digit: string): string => digit.repeat(40);

const file = (path: string, changes: Partial<PhotoFile> = {}): PhotoFile => ({
  path,
  root: '/photos',
  sizeBytes: 1234,
  mtimeMicros: 1_400_000_000_000_001,
  birthMicros: null,
  inode: '18446744073709551615',
  sha1: sha1('a'),
  status: 'present',
  reason: null,
  ...changes,
});

/** Everything in one page. */
const ALL = { after: null, limit: 1000 } as const;

const scanned = (...items: string[]) =>
  items.map((item) => ({
    stage: 'scan' as const,
    item,
    fingerprint: '',
    status: 'done' as const,
    reason: null,
    digest: `files of ${item[0]}`,
  }));

const cluster = (id: string, members: string[]): Cluster => ({
  id,
  windowId: 'w1',
  method: 'hdbscan',
  medoid: members[0]!,
  startMillis: 1000,
  endMillis: 2000,
  members: members.map((member, position) => ({
    sha1: member,
    membership: 0.5,
    distanceToMedoid: 0.25,
    fits: position !== 1,
    burst: position === 2 ? null : 0,
    isBest: position !== 0,
  })),
});

const proposal = (name: string, changes: Partial<Proposal> = {}): Proposal => ({
  layer: 'CK',
  name,
  score: 0.75,
  reason: 'because',
  source: 'measured',
  model: 'rule',
  probability: null,
  threshold: null,
  ...changes,
});

const clockRun = (id: string, folder: string, keys: string[]): ClockRun => ({
  id,
  camera: 'Canon EOS 5D 0420',
  folders: [folder, '/photos/zz'],
  keys,
  verdict: {
    standing: 'shifted',
    offsetMillis: 268_000_000_000.5,
    uncertaintyMillis: 43_200_000,
    confidence: 0.84,
    reasons: ['the folder “2008-07-05 Rio” says 2008-07-05'],
  },
  clockStartMillis: 946_684_800_000,
  clockEndMillis: 946_688_400_000,
});

/** What every store must do; each driver runs this suite. */
export function storeContract({ name, open }: StoreUnderTest): void {
  describe(`a store in ${name}`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('is empty at first, and says so without an error', async () => {
      expect(await store.files.known([])).toEqual([]);
      expect(await store.files.totals()).toEqual({ photos: 0, files: 0, bytes: 0 });
      expect(await store.clusters.datedPhotos(ALL)).toEqual([]);
      expect(await store.tags.names()).toEqual([]);
      expect(await store.outcomes.counts()).toEqual([]);
    });

    it('keeps odd names, long inodes and microseconds as they are', async () => {
      const odd = [
        file('/photos/a "quoted"\nname.jpg'),
        file('/photos/cafe\u0301.jpg', { sha1: sha1('b') }),
        file('/photos/caf\u00e9.jpg', { sha1: sha1('c') }),
        file('/photos/-dash.jpg', { sha1: null, status: 'failed', reason: 'cannot be read' }),
      ];
      await store.files.put(odd);
      const known = await store.files.known([]);
      expect(known).toHaveLength(4);
      for (const expected of odd) expect(known).toContainEqual(expected);
    });

    it('takes texts that are no proper text, and finds them by what they are', async () => {
      const odd = ['U+0000 \0 within', '\uFDD0', 'looks escaped \uFDD00000', '\\N', '\u{10FFFF}'].map(
        (reason, i) => file(`/photos/${i}${i < 3 ? reason.slice(-3) : ''}.jpg`, { reason }),
      );
      await store.files.put(odd);
      expect(await store.files.atPaths(odd.map(({ path }) => path))).toEqual(odd);
      expect(await store.files.page({ after: odd[1]!.path, limit: 2 })).toEqual(odd.slice(2, 4));
      // Half of a letter that takes two units of UTF-16: SQLite keeps that something was there.
      const half = file('/photos/half.jpg', { reason: 'half \ud83c of it' });
      await store.files.put([half]);
      expect((await store.files.atPaths([half.path]))[0]?.reason).toMatch(/^half .+ of it$/u);
    });

    it('looks into metadata in which anything may stand', async () => {
      const odd = ['\0', '\ud83c', '\\u0000', '\\\\u0000', '"', '\u2028', '🌊'];
      await store.outcomes.put(scanned(...odd.map((_, i) => sha1(String(i)))));
      for (const [i, text] of odd.entries()) {
        await store.photos.putMetadata(sha1(String(i)), { make: `Leica ${i}`, model: text } as PhotoMetadata);
      }
      const found = await store.photos.matching({ camera: 'LEICA' });
      expect(found.map((photo) => photo[0]).join('')).toBe('0123456');
      expect(await store.photos.matching({ camera: '\\u0000' })).toEqual([sha1('2'), sha1('3')]);
      expect((await store.photos.metadataOf([sha1('1')])).get(sha1('1'))?.model).toBe(odd[1]);
    });

    it('puts what is known of many photos at once, in the place of what was known', async () => {
      const photos = ['1', '2', '3'].map(sha1);
      const of = <Value>(value: Value) => new Map(photos.map((photo) => [photo, value]));
      const found = { detections: {} as Detections, finding: { verdict: 'people', reason: '' } as const };
      await store.tags.putDecision(photos[1]!, { layer: 'CK', name: 'sea', verdict: 'accepted' });
      for (const make of ['Canon', 'Leica']) {
        await store.photos.putMetadataOf(of({ make } as PhotoMetadata));
        await store.photos.putProxiesOf(of({ widthPx: make.length } as Proxy));
        await store.photos.putEmbeddingsOf(make, of(Float32Array.of(0, 1)));
        await store.photos.putSeenObjectsOf(make, of([]));
        await store.photos.putDetectionsOf(make, of(found));
        const proposals = [proposal('sea', { model: make }), proposal('sky')];
        await store.tags.putProposalsOf(
          'CK',
          photos.map((photo) => ({ sha1: photo, proposals })),
        );
      }
      expect(await store.photos.metadataOf(photos)).toEqual(of({ make: 'Leica' }));
      expect(await store.photos.proxiesOf(photos)).toEqual(of({ widthPx: 5 }));
      expect(await store.photos.embeddingsOf(photos, 'Canon')).toEqual(new Map());
      expect(await store.photos.embeddingsOf(photos, 'Leica')).toEqual(of(Float32Array.of(0, 1)));
      expect(await store.photos.seenObjectsOf(photos)).toEqual(of([]));
      expect(await store.photos.detectionsOf(photos)).toEqual(of(found));
      const sea = (await store.tags.proposalsOf(photos))
        .get(photos[0]!)
        ?.map(({ name, model }) => `${name} ${model}`);
      expect(sea).toEqual(['sea Leica', 'sky rule']);
      const judged = await store.tags.judgedProposalsOf(photos);
      expect([...judged].map(([photo, [one]]) => [photo, one?.model])).toEqual([[photos[1], 'Canon']]);
    });

    it('replaces a file that is put again', async () => {
      await store.files.put([file('/photos/a.jpg')]);
      await store.files.put([file('/photos/a.jpg', { sha1: sha1('b'), sizeBytes: 9 })]);
      expect(await store.files.atPaths(['/photos/a.jpg'])).toEqual([
        file('/photos/a.jpg', { sha1: sha1('b'), sizeBytes: 9 }),
      ]);
    });

    it('gives the files of a photo in path order, and leaves missing ones out', async () => {
      await store.files.put([file('/photos/b.jpg'), file('/photos/a.jpg'), file('/photos/c.jpg')]);
      await store.files.markMissing(['/photos/a.jpg']);
      const files = await store.files.ofPhotos([sha1('a'), sha1('f')]);
      expect([...files.keys()]).toEqual([sha1('a')]);
      expect(files.get(sha1('a'))!.map((row) => row.path)).toEqual(['/photos/b.jpg', '/photos/c.jpg']);
    });

    it('lists sidecars by pages in path order, whether they were read or not', async () => {
      const sidecars = ['/photos/b.xmp', '/photos/a.xmp', '/photos/c.xmp'].map((path) => ({
        path,
        original: path.replace('.xmp', '.dng'),
        sizeBytes: 1,
        mtimeMicros: 2,
      }));
      await store.files.putSidecars(sidecars);
      await store.files.putSidecarKeywords('/photos/b.xmp', null, 'not XML');
      const first = await store.files.sidecarPage({ after: null, limit: 2 });
      expect(first).toEqual([sidecars[1], sidecars[0]]);
      expect(await store.files.sidecarPage({ after: '/photos/b.xmp', limit: 2 })).toEqual([sidecars[2]]);
    });

    it('finds all files of photos, there or not, in path order', async () => {
      const gone = { status: 'missing', reason: 'the file is no longer there' } as const;
      const files = [
        file('/photos/b.jpg'),
        file('/photos/a.jpg', gone),
        file('/photos/c.jpg', { sha1: sha1('b') }),
      ];
      await store.files.put(files);
      expect(await store.files.withPhotos([sha1('a')])).toEqual([files[1], files[0]]);
      expect(await store.files.withPhotos([sha1('f')])).toEqual([]);
    });

    it('forgets the keywords of a sidecar that is put anew', async () => {
      const sidecar = { path: '/photos/a.xmp', original: '/photos/a.dng', sizeBytes: 1, mtimeMicros: 2 };
      const keywords = { subject: ['Rio', '007'], hierarchicalSubject: [], tagsList: [], iptc: [] };
      await store.files.putSidecars([sidecar]);
      expect(await store.files.countUnreadSidecars()).toBe(1);
      await store.files.putSidecarKeywords(sidecar.path, keywords, null);
      expect(await store.files.countUnreadSidecars()).toBe(0);
      expect(await store.files.sidecarKeywordsOf(['/photos/a.dng'])).toEqual(
        new Map([['/photos/a.dng', [keywords]]]),
      );
      await store.files.putSidecars([{ ...sidecar, mtimeMicros: 3 }]);
      expect(await store.files.unreadSidecars({ after: null, limit: 10 })).toHaveLength(1);
    });

    describe('vectors', () => {
      const unit = (...values: number[]): Float32Array => {
        const length = Math.hypot(...values);
        return Float32Array.from(values, (value) => value / length);
      };
      const put = (digit: string, model: string, vector: Float32Array) =>
        store.photos.putEmbedding({ sha1: sha1(digit), model, vector });

      it('are kept as half floats, by model, and come back as unit vectors', async () => {
        const vector = unit(0.1, -0.2, 1 / 3, 1e-6);
        await put('a', 'm1', vector);
        const back = (await store.photos.embeddingsOf([sha1('a'), sha1('b')], 'm1')).get(sha1('a'))!;
        expect(back).toEqual(unitVectorOf(toHalves(vector)));
        expect(Math.abs(Math.hypot(...back) - 1)).toBeLessThan(1e-6);
        expect((await store.photos.embeddingsOf([sha1('a')], 'm2')).size).toBe(0);
      });

      it('are none at first, and none of a model that nobody asked', async () => {
        expect(await store.vectors.spaces()).toEqual([]);
        expect(await store.vectors.page('m1', { after: 0, limit: 10 })).toEqual([]);
        expect(await store.vectors.ids('m1')).toHaveLength(0);
        expect(await store.vectors.halveEarlier(10)).toBe(0);
      });

      it('that are not numbers are refused, and leave the one before', async () => {
        await put('a', 'm1', unit(1, 2));
        await expect(
          store.transaction((transaction) =>
            transaction.photos.putEmbedding({
              sha1: sha1('a'),
              model: 'm1',
              vector: Float32Array.of(Number.NaN, 1),
            }),
          ),
        ).rejects.toThrow(RangeError);
        expect((await store.photos.embeddingsOf([sha1('a')], 'm1')).size).toBe(1);
      });

      it('of another model take the place of a photo’s own, one by one, and get new ids', async () => {
        await put('a', 'm1', unit(1, 2));
        await put('b', 'm1', unit(2, 1));
        await put('c', 'm1', unit(1, 1));
        const before = await store.vectors.ids('m1');
        await put('b', 'm2', unit(3, 1, 1));
        expect(await store.vectors.spaces()).toMatchObject([
          { model: 'm1', vectors: 2 },
          { model: 'm2', vectors: 1 },
        ]);
        expect(await store.vectors.ids('m1')).toEqual(Float64Array.of(before[0]!, before[2]!));
        const [moved] = await store.vectors.ids('m2');
        expect(moved).toBeGreaterThan(before[2]!);
        expect((await store.vectors.get([...before])).size).toBe(2);
        expect(await store.vectors.modelsOf([sha1('a'), sha1('b'), sha1('d')])).toEqual(
          new Map([
            [sha1('a'), 'm1'],
            [sha1('b'), 'm2'],
          ]),
        );
        expect(await store.vectors.idsOf([sha1('a'), sha1('b')], 'm2')).toEqual(
          new Map([[sha1('b'), moved]]),
        );
      });

      it('come in pages in the order in which they were put, and a new one never gets an old id', async () => {
        for (const digit of ['c', 'a', 'b']) await put(digit, 'm1', unit(1, digit.charCodeAt(0)));
        const first = await store.vectors.page('m1', { after: 0, limit: 2 });
        expect(first.map((row) => row.sha1)).toEqual([sha1('c'), sha1('a')]);
        const last = first.at(-1)!.id;
        const second = await store.vectors.page('m1', { after: last, limit: 2 });
        expect(second.map((row) => row.sha1)).toEqual([sha1('b')]);
        await put('b', 'm1', unit(1, 7));
        const [again] = await store.vectors.page('m1', { after: second[0]!.id, limit: 2 });
        expect(again!.sha1).toBe(sha1('b'));
        expect(again!.vector).toEqual(unitVectorOf(toHalves(unit(1, 7))));
      });

      it('have a space with a name that no other store has', async () => {
        await put('a', 'm1', unit(1, 2));
        const other = await open();
        await other.photos.putEmbedding({ sha1: sha1('a'), model: 'm1', vector: unit(1, 2) });
        const [own] = await store.vectors.spaces();
        const [theirs] = await other.vectors.spaces();
        await other.close();
        expect(own!.token).not.toBe(theirs!.token);
      });
    });

    it('finds photos by what is known of them', async () => {
      const digits = ['a', 'b', 'c', 'd', 'e'];
      await store.outcomes.put(scanned(...digits.map(sha1)));
      const metadata = (make: string | null, model: string | null) => ({ make, model }) as PhotoMetadata;
      await store.photos.putMetadata(sha1('a'), metadata('PENTAX', 'K-1 100%_\\'));
      await store.photos.putMetadata(sha1('b'), metadata('Canon', 'EOS 5D'));
      await store.photos.putMetadata(sha1('c'), metadata(null, null));
      const seen = (verdict: PeopleVerdict) => [{} as Detections, { verdict, reason: '' }] as const;
      await store.clusters.putWindow([
        cluster('people', [sha1('a'), sha1('b')]),
        cluster('nobody', [sha1('c')]),
        cluster('not looked at', [sha1('d')]),
      ]);
      await store.photos.putDetections(sha1('a'), 'm', ...seen('people'));
      await store.photos.putDetections(sha1('b'), 'm', ...seen('no-people'));
      await store.photos.putDetections(sha1('c'), 'm', ...seen('no-people'));
      const find = async (filter: PhotoFilter) =>
        (await store.photos.matching(filter)).map((found) => found[0]).join('');
      expect(await find({})).toBe('abcde');
      expect(await find({ camera: 'pentax k-1' })).toBe('a');
      expect(await find({ camera: '100%_\\' })).toBe('a');
      expect(await find({ camera: '%' })).toBe('a');
      expect(await find({ camera: 'eos' })).toBe('b');
      expect(await find({ inPeopleSet: true })).toBe('ab');
      expect(await find({ inPeopleSet: false })).toBe('c');
      await store.clusters.putPeopleFlag([sha1('a')], 'lifted');
      expect(await find({ inPeopleSet: true })).toBe('');
      expect(await find({ inPeopleSet: false })).toBe('abc');
      expect(await find({ inPeopleSet: false, camera: 'eos' })).toBe('b');
    });

    describe('what is due', () => {
      const query = { stage: 'proxies', base: '1024', dependsOn: ['scan'], after: [] } as const;
      const outcome = (item: string, fingerprint: string) => ({
        stage: 'proxies' as const,
        item,
        fingerprint,
        status: 'done' as const,
        reason: null,
        digest: 'd',
      });

      it('is every present photo without a result, in order and by pages', async () => {
        await store.outcomes.put(scanned(sha1('b'), sha1('a'), sha1('c')));
        expect(await store.outcomes.countDuePhotos(query)).toBe(3);
        const first = await store.outcomes.duePhotos(query, { after: null, limit: 2 });
        const second = await store.outcomes.duePhotos(query, { after: first[1]!.sha1, limit: 2 });
        expect([...first, ...second].map((photo) => photo.sha1)).toEqual([sha1('a'), sha1('b'), sha1('c')]);
      });

      it('is nothing when fingerprints are what they would be now', async () => {
        await store.outcomes.put(scanned(sha1('a')));
        const [due] = await store.outcomes.duePhotos(query, { after: null, limit: 9 });
        await store.outcomes.put([outcome(sha1('a'), due!.fingerprint)]);
        expect(await store.outcomes.countDuePhotos(query)).toBe(0);
        expect(await store.outcomes.countDuePhotos({ ...query, base: '2048' })).toBe(1);
      });

      it('comes back when a stage that it depends on has another result', async () => {
        await store.outcomes.put(scanned(sha1('a')));
        const [due] = await store.outcomes.duePhotos(query, { after: null, limit: 9 });
        await store.outcomes.put([outcome(sha1('a'), due!.fingerprint)]);
        await store.outcomes.put([{ ...scanned(sha1('a'))[0]!, digest: 'moved' }]);
        expect(await store.outcomes.countDuePhotos(query)).toBe(1);
      });

      it('leaves out photos whose earlier stage failed or is missing', async () => {
        await store.outcomes.put(scanned(sha1('a'), sha1('b')));
        await store.outcomes.put([
          { ...outcome(sha1('a'), 'x'), status: 'failed', reason: 'broken' },
          outcome(sha1('b'), 'x'),
        ]);
        const later = { stage: 'embeddings', base: 'm', dependsOn: ['proxies'], after: [] } as const;
        const due = await store.outcomes.duePhotos(later, { after: null, limit: 9 });
        expect(due.map((photo) => photo.sha1)).toEqual([sha1('b')]);
        expect(await store.outcomes.problems()).toMatchObject([{ item: sha1('a'), reason: 'broken' }]);
        expect(await store.outcomes.forgetFailed()).toBe(1);
        expect(await store.outcomes.problems()).toEqual([]);
      });
    });

    describe('clusters', () => {
      it('gives windows and their clusters in the order of time, those without a time last', async () => {
        const inWindow = (windowId: string, id: string, members: string[], startMillis: number | null) => ({
          ...cluster(id, members.map(sha1)),
          windowId,
          startMillis,
          endMillis: startMillis,
        });
        const [undated, late, early, second] = [
          inWindow('w0', 'c1', ['a'], null),
          inWindow('w1', 'c2', ['b', 'c'], 2000),
          inWindow('w2', 'c3', ['d'], -1000),
          inWindow('w1', 'c4', ['e'], 3000),
        ];
        for (const one of [undated, late, early]) await store.clusters.putWindow([one]);
        await store.clusters.putWindow([second]);
        expect(await store.clusters.windows()).toEqual([
          { windowId: 'w2', startMillis: -1000, photos: 1 },
          { windowId: 'w1', startMillis: 2000, photos: 3 },
          { windowId: 'w0', startMillis: null, photos: 1 },
        ]);
        expect(await store.clusters.ofWindows(['w0', 'w1'])).toEqual([late, second, undated]);
      });

      it('puts every member in one cluster, and drops older clusters that share one', async () => {
        await store.clusters.putWindow([cluster('c1', [sha1('a'), sha1('b')]), cluster('c2', [sha1('c')])]);
        const dropped = await store.clusters.putWindow([cluster('c3', [sha1('b'), sha1('c')])]);
        expect(dropped.sort()).toEqual(['c1', 'c2']);
        expect(await store.clusters.page(0, 10)).toEqual([cluster('c3', [sha1('b'), sha1('c')])]);
      });

      it('keeps what is known of each member, in order', async () => {
        const four = cluster('c1', [sha1('d'), sha1('b'), sha1('a'), sha1('c')]);
        await store.clusters.putWindow([four]);
        expect(await store.clusters.get(['c1'])).toEqual([four]);
      });

      it('drops an older cluster of the same id, even where no member is shared', async () => {
        await store.clusters.putWindow([cluster('c1', [sha1('a')])]);
        await store.clusters.putWindow([cluster('c1', [sha1('b')])]);
        expect(await store.clusters.page(0, 10)).toEqual([cluster('c1', [sha1('b')])]);
        expect(await store.clusters.clusterIdsOf([sha1('a')])).toEqual(new Map());
      });

      it('remembers identities as they were when they were last kept, counting the photos still there', async () => {
        expect(await store.clusters.formerSizes()).toEqual(new Map());
        await store.outcomes.put(scanned(sha1('a'), sha1('b'), sha1('c')));
        await store.clusters.putWindow([
          cluster('c1', [sha1('a'), sha1('b'), sha1('d')]),
          cluster('c2', [sha1('c')]),
        ]);
        expect(await store.clusters.formerSizes()).toEqual(new Map());
        await store.clusters.keepIdentities();
        const kept = new Map(Object.entries({ c1: 2, c2: 1 }));
        expect(await store.clusters.formerSizes()).toEqual(kept);
        await store.clusters.putWindow([cluster('c3', [sha1('a'), sha1('c')])]);
        expect(await store.clusters.formerSizes()).toEqual(kept);
        expect(await store.clusters.formerIdsOf([sha1('a'), sha1('c'), sha1('e')])).toEqual(
          new Map([
            [sha1('a'), 'c1'],
            [sha1('c'), 'c2'],
          ]),
        );
        await store.clusters.keepIdentities();
        await store.clusters.keepIdentities();
        expect(await store.clusters.formerSizes()).toEqual(new Map([['c3', 2]]));
      });

      it('says of each photo which vector and which proxy it has', async () => {
        await store.outcomes.put(scanned(sha1('a'), sha1('b')));
        for (const [stage, digest] of [
          ['metadata', 'm'],
          ['embeddings', 'v'],
          ['proxies', 'p'],
        ] as const) {
          await store.outcomes.put([{ ...scanned(sha1('a'))[0]!, stage, digest }]);
        }
        await store.outcomes.put([{ ...scanned(sha1('b'))[0]!, stage: 'metadata' }]);
        const dated = await store.clusters.datedPhotos(ALL);
        expect(dated.toSorted((a, b) => (a.sha1 < b.sha1 ? -1 : 1))).toEqual([
          { sha1: sha1('a'), wallMillis: null, vectorDigest: 'v', proxyDigest: 'p' },
          { sha1: sha1('b'), wallMillis: null, vectorDigest: null, proxyDigest: null },
        ]);
      });

      it('removes clusters whose photos are gone', async () => {
        await store.outcomes.put(scanned(sha1('a')));
        await store.clusters.putWindow([cluster('c1', [sha1('a')]), cluster('c2', [sha1('b')])]);
        expect(await store.clusters.removeWithAbsentMembers()).toEqual(['c2']);
        expect(await store.clusters.count()).toBe(1);
      });

      it('says other facts of a member when something is learnt of it, and when its flag changes', async () => {
        const factsOf = () => store.clusters.memberFacts('ck-tags', ['metadata', 'scan'], ALL);
        expect(await factsOf()).toEqual([]);
        await store.clusters.putWindow([cluster('c2', [sha1('c')]), cluster('c1', [sha1('b'), sha1('a')])]);
        const before = await factsOf();
        expect(before.map(({ sha1: one, clusterId }) => [one, clusterId])).toEqual([
          [sha1('a'), 'c1'],
          [sha1('b'), 'c1'],
          [sha1('c'), 'c2'],
        ]);
        expect(before.map(({ fingerprint }) => fingerprint)).toEqual([null, null, null]);
        const [row] = scanned(sha1('b'));
        await store.outcomes.put([
          { ...row!, stage: 'metadata', digest: 'm' },
          { ...row!, stage: 'ck-tags', fingerprint: 'as before' },
        ]);
        const learnt = await factsOf();
        expect(learnt).toEqual([
          before[0],
          { ...before[1]!, facts: learnt[1]!.facts, fingerprint: 'as before' },
          before[2],
        ]);
        expect(learnt[1]!.facts).not.toBe(before[1]!.facts);
        // The same digest of another stage is another fact.
        await store.outcomes.put([{ ...scanned(sha1('c'))[0]!, digest: 'm' }]);
        expect((await factsOf())[2]!.facts).not.toBe(learnt[1]!.facts);
        const known = await factsOf();
        await store.clusters.putPeopleFlag([sha1('a')], 'set');
        expect((await factsOf())[0]!.facts).not.toBe(known[0]!.facts);
        await store.clusters.putPeopleFlag([sha1('a')], null);
        expect(await factsOf()).toEqual(known);
        expect(
          await store.clusters.memberFacts('ck-tags', ['metadata', 'scan'], { after: sha1('a'), limit: 1 }),
        ).toEqual([known[1]]);
        const ofOne = { ...ALL, clusterIds: ['c2'] };
        expect(await store.clusters.memberFacts('ck-tags', ['metadata', 'scan'], ofOne)).toEqual([known[2]]);
        const ofNone = { ...ALL, clusterIds: [] };
        expect(await store.clusters.memberFacts('ck-tags', ['metadata', 'scan'], ofNone)).toEqual([]);
      });
    });

    describe('dates', () => {
      const time = (changes: Partial<CaptureTime>): CaptureTime => ({
        wallMillis: 1_400_000_000_000,
        interval: null,
        precision: 'second',
        offsetMinutes: null,
        trustScore: 0.8,
        signalsUsed: [],
        uncertain: false,
        clock: null,
        byHand: false,
        ...changes,
      });

      it('keeps the capture times of thousands of photos, and of each the last', async () => {
        const sha1s = Array.from({ length: 2100 }, (_, index) => index.toString(16).padStart(40, '0'));
        const before = new Map(sha1s.map((photo) => [photo, time({ byHand: true })]));
        const after = new Map(sha1s.map((photo, index) => [photo, time({ wallMillis: index || null })]));
        await store.photos.putCaptureTimes(before);
        await store.photos.putCaptureTimes(after);
        await store.photos.putCaptureTimes(new Map());
        expect(await store.photos.captureTimesOf([...sha1s, sha1('a')])).toEqual(after);
      });

      it('counts present photos by what is to be thought of their dates', async () => {
        const none = { photos: 0, trusted: 0, likely: 0, uncertain: 0, undated: 0 };
        expect(await store.dates.countTrust(0.8, 0.5)).toEqual(none);
        await store.outcomes.put(scanned(sha1('a'), sha1('b'), sha1('c'), sha1('d'), sha1('e')));
        const times = {
          a: { trustScore: 0.8 },
          b: { trustScore: 0.79 },
          c: { trustScore: 0.9, uncertain: true },
          d: { trustScore: 0.9, wallMillis: null, uncertain: true },
          f: { trustScore: 1 },
        };
        await store.photos.putCaptureTimes(
          new Map(Object.entries(times).map(([digit, changes]) => [sha1(digit), time(changes)])),
        );
        expect(await store.dates.countTrust(0.8, 0.5)).toEqual({
          photos: 4,
          trusted: 1,
          likely: 1,
          uncertain: 1,
          undated: 1,
        });
        await store.photos.putCaptureTimes(new Map([[sha1('b'), time({ trustScore: 1 })]]));
        expect(await store.dates.countTrust(0.8, 0.5)).toMatchObject({ photos: 4, trusted: 2 });
      });

      const shift: DateDecision = { kind: 'shift', shiftMillis: -3_600_000 };
      const set: DateDecision = { kind: 'set', interval: { startMillis: -1000, endMillis: 883_612_799_999 } };

      it('has no decisions, no runs and no study at first', async () => {
        expect(await store.dates.decisionsOf([sha1('a')])).toEqual(new Map());
        expect(await store.dates.allDecisions()).toEqual(new Map());
        expect(await store.dates.runs()).toEqual([]);
        expect(await store.dates.factsDigest()).toBeNull();
      });

      it('keeps one decision a photo: the last, until it is taken back', async () => {
        await store.dates.putDecisions([
          { sha1: sha1('b'), decision: shift },
          { sha1: sha1('a'), decision: shift },
        ]);
        await store.dates.putDecisions([{ sha1: sha1('a'), decision: set }]);
        const both = new Map<string, DateDecision>([
          [sha1('a'), set],
          [sha1('b'), shift],
        ]);
        expect([...(await store.dates.allDecisions())]).toEqual([...both]);
        expect(await store.dates.decisionsOf([sha1('a'), sha1('c')])).toEqual(new Map([[sha1('a'), set]]));
        await store.dates.putDecisions([
          { sha1: sha1('b'), decision: null },
          { sha1: sha1('c'), decision: null },
        ]);
        expect(await store.dates.allDecisions()).toEqual(new Map([[sha1('a'), set]]));
      });

      it('takes thousands of decisions at once, and back', async () => {
        const sha1s = Array.from({ length: 5000 }, (_, index) => index.toString(16).padStart(40, '0'));
        await store.dates.putDecisions(sha1s.map((photo) => ({ sha1: photo, decision: shift })));
        expect((await store.dates.allDecisions()).size).toBe(5000);
        expect((await store.dates.decisionsOf(sha1s)).size).toBe(5000);
        await store.dates.putDecisions(sha1s.map((photo) => ({ sha1: photo, decision: null })));
        expect((await store.dates.allDecisions()).size).toBe(0);
      });

      it('hands a decision on to the same picture with other metadata, and not over its own', async () => {
        await store.photos.putPictures(
          ['a', 'b', 'c'].map((digit) => ({ sha1: sha1(digit), imageDataHash: 'image-1' })),
        );
        await store.photos.putPictures([{ sha1: sha1('d'), imageDataHash: 'image-2' }]);
        await store.dates.putDecisions([
          { sha1: sha1('a'), decision: set },
          { sha1: sha1('c'), decision: shift },
        ]);
        expect(await store.dates.inheritDecisions([sha1('b'), sha1('c'), sha1('d')])).toBe(1);
        const decisions = await store.dates.allDecisions();
        expect([...decisions.keys()]).toEqual([sha1('a'), sha1('b'), sha1('c')]);
        expect(decisions.get(sha1('c'))).toEqual(shift);
        expect([set, shift]).toContainEqual(decisions.get(sha1('b')));
      });

      it('forgets what was said of a file before its metadata changed, once something is said of the new one', async () => {
        const pictures = [sha1('a'), sha1('b')].map((key) => ({ sha1: key, imageDataHash: 'same' }));
        await store.photos.putPictures(pictures);
        await store.outcomes.put(scanned(sha1('b')));
        await store.dates.putDecisions([{ sha1: sha1('a'), decision: shift }]);
        await store.dates.putDecisions([{ sha1: sha1('b'), decision: null }]);
        expect(await store.dates.allDecisions()).toEqual(new Map());
      });

      it('keeps what was said of another present file of the same picture', async () => {
        const pictures = [sha1('a'), sha1('b')].map((key) => ({ sha1: key, imageDataHash: 'same' }));
        await store.photos.putPictures(pictures);
        await store.outcomes.put(scanned(sha1('a'), sha1('b')));
        await store.dates.putDecisions([{ sha1: sha1('a'), decision: shift }]);
        await store.dates.putDecisions([{ sha1: sha1('b'), decision: null }]);
        expect([...(await store.dates.allDecisions()).keys()]).toEqual([sha1('a')]);
      });

      it('puts the runs of a new study in the place of all earlier ones, by first folder', async () => {
        const [rio, natal] = [
          clockRun('r1', '/photos/Rio', [sha1('b'), sha1('a')]),
          clockRun('r2', '/photos/Natal', []),
        ];
        await store.dates.putRuns([rio, natal], 'facts 1');
        expect(await store.dates.runs()).toEqual([natal, rio]);
        expect(await store.dates.factsDigest()).toBe('facts 1');
        await store.dates.putRuns([rio], 'facts 2');
        expect(await store.dates.runs()).toEqual([rio]);
        await store.dates.putRuns([], 'facts 3');
        expect(await store.dates.runs()).toEqual([]);
        expect(await store.dates.factsDigest()).toBe('facts 3');
      });
    });

    describe('tags', () => {
      beforeEach(() => store.outcomes.put(scanned(sha1('a'), sha1('b'))));

      it('replaces the proposals of one layer and keeps the other', async () => {
        await store.tags.putProposals('CK', { sha1: sha1('a'), proposals: [proposal('night')] });
        const ai = proposal('blue glass', { layer: 'AI', probability: 0.875, threshold: 0.5 });
        await store.tags.putProposals('AI', { sha1: sha1('a'), proposals: [ai] });
        await store.tags.putProposals('CK', {
          sha1: sha1('a'),
          proposals: [proposal('sea'), proposal('dawn')],
        });
        expect((await store.tags.proposalsOf([sha1('a')])).get(sha1('a'))).toEqual([
          proposal('sea'),
          proposal('dawn'),
          ai,
        ]);
      });

      describe('what was proposed when it was decided', () => {
        const judged = async (digit = 'a') =>
          (await store.tags.judgedProposalsOf([sha1(digit)])).get(sha1(digit));
        const propose = (...proposals: ReturnType<typeof proposal>[]) =>
          store.tags.putProposals('CK', { sha1: sha1('a'), proposals });
        const decide = (name: string, verdict: 'accepted' | 'rejected' | 'added') =>
          store.tags.putDecision(sha1('a'), { layer: 'CK', name, verdict });
        const sure = proposal('sea', { probability: 0.875, threshold: 0.5 });

        it('is kept when other proposals take its place, and only once', async () => {
          await propose(sure, proposal('dawn'), proposal('fog'));
          await decide('sea', 'rejected');
          await decide('dawn', 'accepted');
          expect(await judged()).toBeUndefined();
          await propose(proposal('dawn', { probability: 0.25, threshold: 0.125 }));
          expect(await judged()).toEqual([proposal('dawn', { probability: null, threshold: null }), sure]);
          await propose();
          expect(await judged()).toEqual([proposal('dawn', { probability: null, threshold: null }), sure]);
        });

        it('is nothing where the user added the tag, or has decided nothing', async () => {
          await propose(proposal('dawn'));
          await decide('sea', 'added');
          await propose(sure);
          await propose();
          expect(await judged()).toBeUndefined();
        });

        it('is nothing where the tag of another layer was decided on', async () => {
          await propose(sure);
          await store.tags.putDecision(sha1('a'), { layer: 'AI', name: 'sea', verdict: 'rejected' });
          await propose(sure);
          expect(await judged()).toBeUndefined();
        });

        it('is forgotten with the decision, when other proposals come', async () => {
          await propose(sure);
          await decide('sea', 'rejected');
          await propose();
          expect(await judged()).toEqual([sure]);
          const state = { verdict: null, source: null, undoneBy: null };
          await store.deeds.putTagState({ layer: 'CK', name: 'sea' }, [sha1('a')], state);
          await propose(sure);
          expect(await judged()).toBeUndefined();
        });

        it('goes with the same picture with other metadata', async () => {
          await store.photos.putPictures(
            ['a', 'b'].map((digit) => ({ sha1: sha1(digit), imageDataHash: 'image-1' })),
          );
          await propose(sure);
          await decide('sea', 'rejected');
          await propose();
          await store.tags.inheritDecisions([sha1('b')]);
          expect(await judged('b')).toEqual([sure]);
        });
      });

      it('counts a tag that was rejected no more, and one that was added', async () => {
        for (const digit of ['a', 'b']) {
          await store.tags.putProposals('CK', { sha1: sha1(digit), proposals: [proposal('sea')] });
        }
        await store.tags.putDecision(sha1('a'), { layer: 'CK', name: 'sea', verdict: 'rejected' });
        await store.tags.putDecision(sha1('a'), { layer: 'AI', name: 'fog', verdict: 'added' });
        expect(await store.tags.names()).toEqual([
          { layer: 'AI', name: 'fog', photos: 1 },
          { layer: 'CK', name: 'sea', photos: 1 },
        ]);
        expect(await store.tags.photosWith({ layer: 'CK', name: 'sea' })).toEqual([sha1('b')]);
      });

      it('hands decisions on to the same picture with other metadata, and not over its own', async () => {
        await store.photos.putPictures([{ sha1: sha1('a'), imageDataHash: 'image-1' }]);
        await store.tags.putDecision(sha1('a'), { layer: 'CK', name: 'sea', verdict: 'accepted' });
        await store.tags.putDecision(sha1('a'), { layer: 'CK', name: 'dawn', verdict: 'accepted' });
        await store.tags.putDecision(sha1('b'), { layer: 'CK', name: 'dawn', verdict: 'rejected' });
        await store.photos.putPictures([{ sha1: sha1('b'), imageDataHash: 'image-1' }]);
        await store.tags.inheritDecisions([sha1('b')]);
        expect((await store.tags.decisionsOf([sha1('b')])).get(sha1('b'))).toEqual([
          { layer: 'CK', name: 'dawn', verdict: 'rejected' },
          { layer: 'CK', name: 'sea', verdict: 'accepted' },
        ]);
      });
    });

    describe('what was undone', () => {
      const undone = { sha1: sha1('a'), layer: 'CK', name: 'sea', runId: 7 } as const;

      it('stays on the list until it is redone', async () => {
        await store.tags.putUndone([undone, { ...undone, name: 'fog', runId: 8 }]);
        await store.tags.putUndone([undone]);
        expect((await store.tags.undoneOf([sha1('a'), sha1('b')])).get(sha1('a'))).toEqual([
          { ...undone, name: 'fog', runId: 8 },
          undone,
        ]);
        await store.tags.forgetUndone(8);
        expect(await store.tags.undoneOf([sha1('a')])).toEqual(new Map([[sha1('a'), [undone]]]));
      });

      it.each([
        { verdict: 'accepted', left: 0 },
        { verdict: 'added', left: 0 },
        { verdict: 'rejected', left: 1 },
      ] as const)('$left are left once the tag is $verdict', async ({ verdict, left }) => {
        await store.tags.putUndone([undone]);
        await store.tags.putDecision(sha1('a'), { layer: 'CK', name: 'sea', verdict });
        expect((await store.tags.undoneOf([sha1('a')])).get(sha1('a')) ?? []).toHaveLength(left);
      });

      it('is handed on to the same picture with other metadata', async () => {
        await store.photos.putPictures([
          { sha1: sha1('a'), imageDataHash: 'image-1' },
          { sha1: sha1('b'), imageDataHash: 'image-1' },
        ]);
        await store.tags.putUndone([undone]);
        await store.tags.inheritDecisions([sha1('b')]);
        expect((await store.tags.undoneOf([sha1('b')])).get(sha1('b'))).toEqual([
          { ...undone, sha1: sha1('b') },
        ]);
      });
    });

    it('keeps where a decision came from, and hands it on', async () => {
      const decision: Decision = {
        layer: 'CK',
        name: 'sea',
        verdict: 'rejected',
        source: REMOVED_IN_SIDECAR,
      };
      await store.photos.putPictures([
        { sha1: sha1('a'), imageDataHash: 'image-1' },
        { sha1: sha1('b'), imageDataHash: 'image-1' },
      ]);
      await store.tags.putDecision(sha1('a'), decision);
      await store.tags.inheritDecisions([sha1('b')]);
      expect(await store.tags.decisionsOf([sha1('a'), sha1('b')])).toEqual(
        new Map([
          [sha1('a'), [decision]],
          [sha1('b'), [decision]],
        ]),
      );
      await store.tags.putDecision(sha1('a'), { layer: 'CK', name: 'sea', verdict: 'accepted' });
      expect((await store.tags.decisionsOf([sha1('a')])).get(sha1('a'))).toEqual([
        { layer: 'CK', name: 'sea', verdict: 'accepted' },
      ]);
    });

    it('knows of which photos with people nobody measured what surrounds them', async () => {
      const seen = { objects: [], faces: [], hands: [], torsoArea: 0.1, skinCoverage: 0.6 };
      const scene = {
        hair: null,
        sky: 0,
        leaves: 0,
        darkAround: null,
        evenAround: null,
        litSkin: 0,
        edges: 0,
        monochrome: false,
      };
      const put = async (photo: string, verdict: PeopleVerdict, measured: Partial<Detections> = {}) => {
        const outcome = { item: sha1(photo), fingerprint: `f ${photo}`, reason: null, digest: '' } as const;
        await store.outcomes.put([
          { ...outcome, stage: 'scan', status: 'done' },
          { ...outcome, stage: 'people', status: 'done' },
        ]);
        const finding = { verdict, reason: 'because' };
        await store.photos.putDetections(sha1(photo), 'm', { ...seen, ...measured }, finding);
      };
      await put('a', 'people');
      await put('b', 'undecided');
      await put('c', 'no-people');
      await put('d', 'people', { scene });
      await put('e', 'people', { scene: null });
      const unmeasured = (after: string | null) => store.photos.photosWithoutScene('m', { after, limit: 9 });
      const [first, second] = [sha1('a'), sha1('b')].toSorted();
      expect((await unmeasured(null)).map((photo) => photo.sha1)).toEqual([first, second]);
      expect((await unmeasured(first!)).map((photo) => photo.sha1)).toEqual([second]);
      expect((await unmeasured(null)).find((photo) => photo.sha1 === sha1('a'))?.fingerprint).toBe('f a');
      expect(await store.photos.countWithoutScene('m')).toBe(2);
      expect(await store.photos.countWithoutScene('another')).toBe(0);
      await put('a', 'people', { scene });
      expect(await store.photos.countWithoutScene('m')).toBe(1);
    });

    it('counts what was said of a tagger’s proposals once a cluster, and by share where it was said both ways', async () => {
      const member = (photo: string) => ({
        sha1: sha1(photo),
        membership: 1,
        distanceToMedoid: 0,
        fits: true,
        burst: null,
        isBest: true,
      });
      const cluster = (id: string, photos: readonly string[]): Cluster => ({
        id,
        windowId: 'w',
        method: 'hdbscan',
        medoid: sha1(photos[0]!),
        startMillis: 0,
        endMillis: 0,
        members: photos.map(member),
      });
      await store.clusters.putWindow([cluster('burst', ['a', 'b', 'c', 'd']), cluster('other', ['e'])]);
      const proposal: Proposal = {
        layer: 'CK',
        name: 'macro',
        score: 0.5,
        probability: null,
        threshold: null,
        reason: 'because',
        source: 'measured',
        model: 'rule',
      };
      for (const photo of ['a', 'b', 'c', 'd', 'e', 'alone']) {
        await store.tags.putProposals('CK', { sha1: sha1(photo), proposals: [proposal] });
      }
      const say = (photo: string, name: string, verdict: Decision['verdict']) =>
        store.tags.putDecision(sha1(photo), { layer: 'CK', name, verdict });
      for (const photo of ['a', 'b', 'c']) await say(photo, 'macro', 'accepted');
      await say('d', 'macro', 'rejected');
      await say('e', 'macro', 'rejected');
      await say('alone', 'macro', 'added');
      await say('alone', 'flower', 'added');
      expect(await store.tags.verdictsOn('CK', ['measured', 'objects'])).toEqual([
        { source: 'measured', name: 'macro', clusters: 3, kept: 1.75 },
      ]);
      expect(await store.tags.verdictsOn('CK', ['objects'])).toEqual([]);
      expect(await store.tags.verdictsOn('CK', [])).toEqual([]);
      expect(await store.tags.verdictsOn('AI', ['measured'])).toEqual([]);
    });

    it('finds decisions that keep tags off photos: rejections, and what excludes others', async () => {
      const say = (photo: string, layer: TagLayer, name: string, verdict: Decision['verdict']) =>
        store.tags.putDecision(sha1(photo), { layer, name, verdict });
      await say('a', 'CK', 'sea', 'rejected');
      await say('a', 'CK', 'Studio', 'accepted');
      await say('b', 'CK', 'sea', 'accepted');
      await say('c', 'AI', 'sea', 'rejected');
      const excludes = new Map([['studio', new Set(['night'])]]);
      const restricting = await store.tags.decisionsThatRestrict('CK', excludes);
      expect([...restricting]).toEqual([
        [
          sha1('a'),
          [
            { layer: 'CK', name: 'Studio', verdict: 'accepted' },
            { layer: 'CK', name: 'sea', verdict: 'rejected' },
          ],
        ],
      ]);
      expect((await store.tags.decisionsThatRestrict('CK', new Map())).get(sha1('a'))).toHaveLength(1);
      expect((await store.tags.decisionsThatRestrict('AI', excludes)).size).toBe(1);
    });

    describe('journal of sidecars', () => {
      const entry = (runId: number, changes: Partial<JournalEntry> = {}): JournalEntry => ({
        runId,
        deed: 'added',
        original: '/photos/a.dng',
        sha1: sha1('a'),
        sidecar: '/photos/a.xmp',
        whole: true,
        tags: [
          {
            layer: 'CK',
            name: 'sea',
            source: 'measured',
            model: 'rule',
            runId,
            subject: 'CK:sea',
            hierarchicalSubject: 'CK|sea',
          },
        ],
        trace: '{"opaque":"\u{1f600}"}',
        sha1Before: null,
        sha1After: sha1('f'),
        at: '2026-01-02T03:04:05.000Z',
        ...changes,
      });
      const all = { after: 0, limit: 100 };

      it('keeps changes apart that were announced and that were confirmed', async () => {
        const runId = await store.journal.startRun('write', 'write --apply');
        const announced = await store.journal.announce([
          entry(runId),
          entry(runId, { sidecar: '/photos/b.xmp' }),
        ]);
        expect(announced).toMatchObject([entry(runId), { sidecar: '/photos/b.xmp' }]);
        expect(await store.journal.open()).toEqual(announced);
        expect(await store.journal.page(all)).toEqual([]);
        expect((await store.journal.ofSidecars(['/photos/a.xmp'])).size).toBe(0);
        const narrower = { ...announced[0]!, tags: [], whole: false };
        await store.journal.confirm([narrower]);
        await store.journal.withdraw([announced[1]!.id]);
        expect(await store.journal.open()).toEqual([]);
        expect(await store.journal.page(all)).toEqual([narrower]);
      });

      it('numbers runs, and knows what each did and which one it takes back', async () => {
        const write = await store.journal.startRun('write', 'write --apply');
        await store.journal.record([entry(write), entry(write, { deed: 'lost' })]);
        const undo = await store.journal.startRun('undo', 'undo --run 1 --apply');
        const redo = await store.journal.startRun('redo', 'undo --redo --apply', undo);
        expect(await store.journal.runs()).toMatchObject([
          { id: write, kind: 'write', command: 'write --apply', of: null, sidecars: 1 },
          { id: undo, kind: 'undo', of: null, sidecars: 0 },
          { id: redo, kind: 'redo', of: undo, sidecars: 0 },
        ]);
        expect([undo, redo]).toEqual([write + 1, write + 2]);
      });

      it('gives what happened in order: by pages, by run and by sidecar', async () => {
        await store.journal.record([entry(1), entry(1, { sidecar: '/photos/b.xmp' })]);
        await store.journal.record([entry(2, { deed: 'removed' })]);
        const pages = await store.journal.page({ after: 0, limit: 2 });
        expect(pages.map((row) => row.sidecar)).toEqual(['/photos/a.xmp', '/photos/b.xmp']);
        expect(await store.journal.page({ after: pages[1]!.id, limit: 2 })).toMatchObject([
          { deed: 'removed' },
        ]);
        expect(await store.journal.page({ ...all, runId: 2 })).toMatchObject([entry(2, { deed: 'removed' })]);
        const history = await store.journal.ofSidecars(['/photos/a.xmp', '/photos/none.xmp']);
        expect(history.get('/photos/a.xmp')!.map((row) => row.deed)).toEqual(['added', 'removed']);
        expect(history.size).toBe(1);
        expect(await store.journal.sidecars({ after: null, limit: 1 })).toEqual(['/photos/a.xmp']);
        expect(await store.journal.sidecars({ after: '/photos/a.xmp', limit: 9 })).toEqual(['/photos/b.xmp']);
      });

      it('knows whose original is no longer where it was, and takes its history to the new place', async () => {
        await store.files.put([file('/photos/here.dng'), file('/photos/a.dng')]);
        await store.journal.record([
          entry(1),
          entry(1, { original: '/photos/here.dng', sidecar: '/photos/here.xmp' }),
        ]);
        expect(await store.journal.strays()).toEqual([]);
        await store.files.markMissing(['/photos/a.dng']);
        expect(await store.journal.strays()).toEqual([
          { sidecar: '/photos/a.xmp', original: '/photos/a.dng', sha1: sha1('a') },
        ]);
        const to = { sidecar: '/photos/2014/a.xmp', original: '/photos/2014/a.dng' };
        await store.journal.relocate('/photos/a.xmp', to);
        expect(await store.journal.sidecars({ after: null, limit: 9 })).toEqual([
          '/photos/2014/a.xmp',
          '/photos/here.xmp',
        ]);
        expect((await store.journal.ofSidecars([to.sidecar])).get(to.sidecar)).toMatchObject([to]);
      });
    });

    it('undoes a transaction as a whole when its work throws', async () => {
      const work = store.transaction(async (transaction) => {
        await transaction.files.put([file('/photos/a.jpg')]);
        throw new Error('stop');
      });
      await expect(work).rejects.toThrow('stop');
      expect(await store.files.known([])).toEqual([]);
    });

    it('serves many callers at the same time', async () => {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          store.transaction(async (transaction) => {
            const digit = index.toString(16).padStart(2, '0');
            await transaction.files.put([file(`/photos/${digit}.jpg`, { sha1: digit.repeat(20) })]);
          }),
        ),
      );
      expect((await store.files.totals()).photos).toBe(20);
    });
  });
}
