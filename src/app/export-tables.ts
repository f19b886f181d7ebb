import { join } from 'node:path';
import type { CaptureTime } from '../domain/capture-time.ts';
import type { Sha1 } from '../domain/photo.ts';
import { writeCsv } from '../export/csv.ts';
import { type ParquetCell, type ParquetColumn, writeParquet } from '../export/parquet.ts';
import { accountFiles } from './account.ts';
import { writeAudit } from './audit.ts';
import type { Library } from './library.ts';
import { listMedoids } from './list-medoids.ts';

export interface ExportedTable {
  readonly file: string;
  readonly rows: number;
}

interface Table {
  readonly name: string;
  readonly columns: readonly ParquetColumn[];
  rows(library: Library): AsyncIterable<readonly ParquetCell[]>;
}

const PAGE = 1000;

/** Writes every table of the library to `folder`: Parquet, and the medoid list as CSV. */
export async function exportTables(library: Library, folder: string): Promise<ExportedTable[]> {
  const written: ExportedTable[] = [];
  for (const { name, columns, rows } of TABLES) {
    const file = join(folder, name);
    written.push({ file, rows: await writeParquet(file, columns, rows(library)) });
  }
  const medoids = await listMedoids(library);
  const medoidFile = join(folder, 'medoids.csv');
  await writeCsv(
    medoidFile,
    ['cluster_id', 'sha1', 'path', 'members', 'people', 'start', 'end', 'ck_tags', 'ai_tags'],
    (async function* () {
      for (const medoid of medoids) {
        yield {
          cluster_id: medoid.clusterId,
          sha1: medoid.sha1,
          path: medoid.path,
          members: medoid.members,
          people: medoid.people,
          start: medoid.start,
          end: medoid.end,
          ck_tags: medoid.ckTags.join('; '),
          ai_tags: medoid.aiTags.join('; '),
        };
      }
    })(),
  );
  written.push({ file: medoidFile, rows: medoids.length });
  await writeAudit(library);
  return written;
}

const TABLES: readonly Table[] = [
  {
    name: 'index.parquet',
    columns: [
      { name: 'path', type: 'VARCHAR' },
      { name: 'sha1', type: 'VARCHAR' },
      { name: 'state', type: 'VARCHAR' },
      { name: 'reason', type: 'VARCHAR' },
      { name: 'taken', type: 'TIMESTAMP' },
      { name: 'taken_from', type: 'TIMESTAMP' },
      { name: 'taken_to', type: 'TIMESTAMP' },
      { name: 'utc_from', type: 'TIMESTAMP' },
      { name: 'utc_to', type: 'TIMESTAMP' },
      { name: 'precision', type: 'VARCHAR' },
      { name: 'trust_score', type: 'DOUBLE' },
      { name: 'make', type: 'VARCHAR' },
      { name: 'model', type: 'VARCHAR' },
      { name: 'lens', type: 'VARCHAR' },
      { name: 'cluster_id', type: 'VARCHAR' },
    ],
    async *rows({ store }) {
      for await (const files of inPages(accountFiles(store))) {
        const sha1s = [...new Set(files.flatMap((file) => file.sha1 ?? []))];
        const times = await store.photos.captureTimesOf(sha1s);
        const metadata = await store.photos.metadataOf(sha1s);
        const clusters = await store.clusters.clusterIdsOf(sha1s);
        for (const { path, sha1, state, reason } of files) {
          const time = sha1 === null ? undefined : times.get(sha1);
          const facts = sha1 === null ? undefined : metadata.get(sha1);
          yield [
            path,
            sha1,
            state,
            reason,
            time?.wallMillis ?? null,
            time?.interval?.startMillis ?? null,
            time?.interval?.endMillis ?? null,
            ...utcInterval(time),
            time?.precision ?? null,
            time?.trustScore ?? null,
            facts?.make ?? null,
            facts?.model ?? null,
            facts?.lens ?? null,
            (sha1 === null ? null : clusters.get(sha1)) ?? null,
          ];
        }
      }
    },
  },
  {
    name: 'proxies.parquet',
    columns: [
      { name: 'sha1', type: 'VARCHAR' },
      { name: 'width', type: 'BIGINT' },
      { name: 'height', type: 'BIGINT' },
      { name: 'source', type: 'VARCHAR' },
      { name: 'median_luminance', type: 'DOUBLE' },
      { name: 'dark_ratio', type: 'DOUBLE' },
      { name: 'highlight_bimodality', type: 'DOUBLE' },
      { name: 'sharpness', type: 'DOUBLE' },
      { name: 'perceptual_hash', type: 'VARCHAR' },
    ],
    async *rows({ store }) {
      for await (const sha1s of photoPages(store.photos)) {
        for (const [sha1, proxy] of await store.photos.proxiesOf(sha1s)) {
          const { statistics } = proxy;
          yield [
            sha1,
            proxy.widthPx,
            proxy.heightPx,
            proxy.source,
            statistics.medianLuminance,
            statistics.darkRatio,
            statistics.highlightBimodality,
            statistics.sharpness,
            statistics.perceptualHash,
          ];
        }
      }
    },
  },
  {
    name: 'embeds.parquet',
    columns: [
      { name: 'id', type: 'BIGINT' },
      { name: 'sha1', type: 'VARCHAR' },
      { name: 'clip', type: 'FLOAT[]' },
    ],
    async *rows({ store, embedderId }) {
      let id = 0;
      for await (const sha1s of photoPages(store.photos)) {
        for (const [sha1, vector] of await store.photos.embeddingsOf(sha1s, embedderId)) {
          yield [id++, sha1, vector];
        }
      }
    },
  },
  {
    name: 'clusters.parquet',
    columns: [
      { name: 'cluster_id', type: 'VARCHAR' },
      { name: 'member_ids', type: 'VARCHAR[]' },
      { name: 'medoid_id', type: 'VARCHAR' },
      { name: 'start', type: 'TIMESTAMP' },
      { name: 'end', type: 'TIMESTAMP' },
      { name: 'method', type: 'VARCHAR' },
      // One entry a member, in the order of member_ids.
      { name: 'member_fits', type: 'BOOLEAN[]' },
      { name: 'member_bursts', type: 'BIGINT[]' },
      { name: 'member_is_best', type: 'BOOLEAN[]' },
    ],
    async *rows({ store }) {
      for (let offset = 0; ; offset += PAGE) {
        const clusters = await store.clusters.page(offset, PAGE);
        for (const { id, members, medoid, startMillis, endMillis, method } of clusters) {
          yield [
            id,
            members.map((member) => member.sha1),
            medoid,
            startMillis,
            endMillis,
            method,
            members.map((member) => member.fits),
            members.map((member) => (member.burst === null ? null : BigInt(member.burst))),
            members.map((member) => member.isBest),
          ];
        }
        if (clusters.length < PAGE) return;
      }
    },
  },
  {
    name: 'tags.parquet',
    columns: [
      { name: 'sha1', type: 'VARCHAR' },
      { name: 'layer', type: 'VARCHAR' },
      { name: 'name', type: 'VARCHAR' },
      { name: 'score', type: 'DOUBLE' },
      { name: 'source', type: 'VARCHAR' },
      { name: 'model', type: 'VARCHAR' },
      { name: 'reason', type: 'VARCHAR' },
    ],
    async *rows({ store }) {
      for await (const sha1s of photoPages(store.photos)) {
        for (const [sha1, proposals] of await store.tags.proposalsOf(sha1s)) {
          for (const { layer, name, score, source, model, reason } of proposals) {
            yield [sha1, layer, name, score, source, model, reason];
          }
        }
      }
    },
  },
  {
    name: 'medoid_ai_tags.parquet',
    columns: [
      { name: 'cluster_id', type: 'VARCHAR' },
      { name: 'medoid_id', type: 'VARCHAR' },
      { name: 'ai_tags', type: 'VARCHAR[]' },
    ],
    async *rows(library) {
      for (const { clusterId, sha1, aiTags } of await listMedoids(library)) yield [clusterId, sha1, aiTags];
    },
  },
];

async function* photoPages(photos: Library['store']['photos']): AsyncGenerator<Sha1[]> {
  let after: string | null = null;
  for (;;) {
    const page: Sha1[] = await photos.page({ after, limit: PAGE });
    yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)!;
  }
}

async function* inPages<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let page: T[] = [];
  for await (const item of items) {
    page.push(item);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** First and last moment in UTC; null where the zone is not known. */
function utcInterval(time: CaptureTime | undefined): [from: number | null, to: number | null] {
  if (time?.interval == null || time.offsetMinutes === null) return [null, null];
  const offsetMillis = time.offsetMinutes * 60_000;
  return [time.interval.startMillis - offsetMillis, time.interval.endMillis - offsetMillis];
}
