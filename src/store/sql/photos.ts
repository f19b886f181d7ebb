import type { Kysely } from 'kysely';
import type { CaptureTime } from '../../domain/capture-time.ts';
import type { DetectedObject, Detections, PeopleFinding } from '../../domain/detection.ts';
import type { StoredEmbedding } from '../../domain/library.ts';
import type { PhotoMetadata } from '../../domain/metadata.ts';
import { PERSON_SCENE_VERSION } from '../../domain/person-scene.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Proxy } from '../../domain/proxy.ts';
import type {
  FoundPeople,
  Page,
  PageAmong,
  PhotoFilter,
  PhotoStore,
  PhotoWithoutScene,
  Picture,
} from '../store.ts';
import { chunksOf, inChunks } from './chunks.ts';
import { outcomeOf } from './outcome-of.ts';
import { matchingPhotos } from './photo-filter.ts';
import type { Tables } from './tables.ts';
import type { VectorColumn } from './vector-column.ts';
import { putVectors, vectorsOf } from './vectors.ts';

/** JSON tables with one row a photo share their access. */
type JsonTable = 'metadata' | 'capture_time' | 'proxy';

export class SqlPhotoStore implements PhotoStore {
  readonly #db: Kysely<Tables>;
  readonly #column: VectorColumn;

  constructor(db: Kysely<Tables>, column: VectorColumn) {
    this.#db = db;
    this.#column = column;
  }

  metadataOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, PhotoMetadata>> {
    return this.#jsonOf<PhotoMetadata>('metadata', sha1s);
  }

  putMetadata(sha1: Sha1, metadata: PhotoMetadata): Promise<void> {
    return this.putMetadataOf(new Map([[sha1, metadata]]));
  }

  async putMetadataOf(metadata: ReadonlyMap<Sha1, PhotoMetadata>): Promise<void> {
    for (const chunk of chunksOf([...metadata])) {
      await this.#db
        .insertInto('metadata')
        .values(chunk.map(([sha1, one]) => ({ sha1, metadata: JSON.stringify(one) })))
        .onConflict((conflict) =>
          conflict.column('sha1').doUpdateSet((row) => ({ metadata: row.ref('excluded.metadata') })),
        )
        .execute();
    }
  }

  async putPictures(pictures: readonly Picture[]): Promise<void> {
    for (const chunk of chunksOf(pictures)) {
      const rows = chunk.map(({ sha1, imageDataHash }) => ({ sha1, image_data_hash: imageDataHash }));
      await this.#db
        .insertInto('picture')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .column('sha1')
            .doUpdateSet((row) => ({ image_data_hash: row.ref('excluded.image_data_hash') })),
        )
        .execute();
    }
  }

  captureTimesOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, CaptureTime>> {
    return this.#jsonOf<CaptureTime>('capture_time', sha1s);
  }

  async putCaptureTimes(times: ReadonlyMap<Sha1, CaptureTime>): Promise<void> {
    for (const chunk of chunksOf([...times], 1000)) {
      const rows = chunk.map(([sha1, time]) => ({
        sha1,
        wall_ms: time.wallMillis,
        trust: time.trustScore,
        uncertain: Number(time.uncertain),
        capture_time: JSON.stringify(time),
      }));
      await this.#db
        .insertInto('capture_time')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('sha1').doUpdateSet((row) => ({
            wall_ms: row.ref('excluded.wall_ms'),
            trust: row.ref('excluded.trust'),
            uncertain: row.ref('excluded.uncertain'),
            capture_time: row.ref('excluded.capture_time'),
          })),
        )
        .execute();
    }
  }

  proxiesOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, Proxy>> {
    return this.#jsonOf<Proxy>('proxy', sha1s);
  }

  putProxy(sha1: Sha1, proxy: Proxy): Promise<void> {
    return this.putProxiesOf(new Map([[sha1, proxy]]));
  }

  async putProxiesOf(proxies: ReadonlyMap<Sha1, Proxy>): Promise<void> {
    for (const chunk of chunksOf([...proxies])) {
      await this.#db
        .insertInto('proxy')
        .values(chunk.map(([sha1, proxy]) => ({ sha1, proxy: JSON.stringify(proxy) })))
        .onConflict((conflict) =>
          conflict.column('sha1').doUpdateSet((row) => ({ proxy: row.ref('excluded.proxy') })),
        )
        .execute();
    }
  }

  putEmbedding({ sha1, model, vector }: StoredEmbedding): Promise<void> {
    return this.putEmbeddingsOf(model, new Map([[sha1, vector]]));
  }

  putEmbeddingsOf(model: string, vectors: ReadonlyMap<Sha1, Float32Array>): Promise<void> {
    return putVectors(this.#db, this.#column, model, vectors);
  }

  embeddingsOf(sha1s: readonly Sha1[], model: string): Promise<Map<Sha1, Float32Array>> {
    return vectorsOf(this.#db, this.#column, sha1s, model);
  }

  async putSeenObjectsOf(
    model: string,
    objects: ReadonlyMap<Sha1, readonly DetectedObject[]>,
  ): Promise<void> {
    for (const chunk of chunksOf([...objects])) {
      await this.#db
        .insertInto('seen_objects')
        .values(chunk.map(([sha1, seen]) => ({ sha1, model, objects: JSON.stringify(seen) })))
        .onConflict((conflict) =>
          conflict.column('sha1').doUpdateSet((row) => ({
            model: row.ref('excluded.model'),
            objects: row.ref('excluded.objects'),
          })),
        )
        .execute();
    }
  }

  async seenObjectsOf(sha1s: readonly Sha1[]): Promise<Map<Sha1, DetectedObject[]>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db.selectFrom('seen_objects').select(['sha1', 'objects']).where('sha1', 'in', keys).execute(),
    );
    return new Map(rows.map((row) => [row.sha1, JSON.parse(row.objects) as DetectedObject[]]));
  }

  putDetections(sha1: Sha1, model: string, detections: Detections, finding: PeopleFinding): Promise<void> {
    return this.putDetectionsOf(model, new Map([[sha1, { detections, finding }]]));
  }

  async putDetectionsOf(model: string, found: ReadonlyMap<Sha1, FoundPeople>): Promise<void> {
    for (const chunk of chunksOf([...found], 1000)) {
      const rows = chunk.map(([sha1, { detections, finding }]) => ({
        sha1,
        model,
        detections: JSON.stringify(detections),
        finding: JSON.stringify(finding),
        scene_version: sceneVersionOf(detections, finding),
      }));
      await this.#db
        .insertInto('detection')
        .values(rows)
        .onConflict((conflict) =>
          conflict.column('sha1').doUpdateSet((row) => ({
            model: row.ref('excluded.model'),
            detections: row.ref('excluded.detections'),
            finding: row.ref('excluded.finding'),
            scene_version: row.ref('excluded.scene_version'),
          })),
        )
        .execute();
    }
  }

  async photosWithoutScene(model: string, { after, limit, among }: PageAmong): Promise<PhotoWithoutScene[]> {
    if (among?.length === 0) return [];
    let query = this.#withoutScene(model)
      .select('sha1')
      .select(outcomeOf('people', 'detection.sha1', 'fingerprint').as('fingerprint'))
      .orderBy('sha1')
      .limit(limit);
    if (after !== null) query = query.where('sha1', '>', after);
    if (among !== undefined) query = query.where('sha1', 'in', [...among]);
    return (await query.execute()).map(({ sha1, fingerprint }) => ({ sha1, fingerprint: fingerprint! }));
  }

  async countWithoutScene(model: string): Promise<number> {
    const row = await this.#withoutScene(model)
      .select((photo) => photo.fn.countAll().as('photos'))
      .executeTakeFirstOrThrow();
    return Number(row.photos);
  }

  #withoutScene(model: string) {
    return this.#db
      .selectFrom('detection')
      .where('model', '=', model)
      .where('scene_version', '<', PERSON_SCENE_VERSION)
      .where(outcomeOf('people', 'detection.sha1', 'status'), '=', 'done')
      .where(outcomeOf('scan', 'detection.sha1', 'status'), '=', 'done');
  }

  async detectionsOf(
    sha1s: readonly Sha1[],
  ): Promise<Map<Sha1, { detections: Detections; finding: PeopleFinding }>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom('detection')
        .select(['sha1', 'detections', 'finding'])
        .where('sha1', 'in', keys)
        .execute(),
    );
    return new Map(
      rows.map((row) => [
        row.sha1,
        {
          detections: JSON.parse(row.detections) as Detections,
          finding: JSON.parse(row.finding) as PeopleFinding,
        },
      ]),
    );
  }

  async page({ after, limit }: Page): Promise<Sha1[]> {
    let query = this.#db
      .selectFrom('outcome')
      .select('item')
      .where('stage', '=', 'scan')
      .where('status', '=', 'done')
      .orderBy('item')
      .limit(limit);
    if (after !== null) query = query.where('item', '>', after);
    return (await query.execute()).map((row) => row.item);
  }

  matching(filter: PhotoFilter): Promise<Sha1[]> {
    return matchingPhotos(this.#db, filter);
  }

  async #jsonOf<Value>(table: JsonTable, sha1s: readonly Sha1[]): Promise<Map<Sha1, Value>> {
    const rows = await inChunks(sha1s, (keys) =>
      this.#db
        .selectFrom(table)
        .select((row) => ['sha1', row.ref(table).as('json')])
        .where('sha1', 'in', keys)
        .execute(),
    );
    return new Map(rows.map((row) => [row.sha1, JSON.parse(row.json as string) as Value]));
  }
}

function sceneVersionOf({ scene }: Detections, { verdict }: PeopleFinding): number | null {
  if (scene) return PERSON_SCENE_VERSION;
  return scene === null || verdict === 'no-people' ? null : 0;
}
