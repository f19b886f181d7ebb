import type { CaptureTime } from '../../domain/capture-time.ts';
import type { ParquetCell, ParquetColumn } from '../../export/parquet.ts';
import type { Library } from '../library.ts';
import type { LibraryPart } from './library-part.ts';

/** A table of photos, files or clusters, which may be written a part of the library at a time. */
export interface Table {
  /** Of the file, without `.parquet`, and of the folder of its parts. */
  readonly name: string;
  readonly columns: readonly ParquetColumn[];
  /** @param before rows of the parts before this one */
  rows(library: Library, part: LibraryPart, before: number): AsyncIterable<readonly ParquetCell[]>;
}

export const TABLES: readonly Table[] = [
  {
    name: 'index',
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
    async *rows({ store }, { files: pages }) {
      for await (const files of pages()) {
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
    name: 'proxies',
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
    async *rows({ store }, { photos }) {
      for await (const sha1s of photos()) {
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
    name: 'embeds',
    columns: [
      { name: 'id', type: 'BIGINT' },
      { name: 'sha1', type: 'VARCHAR' },
      { name: 'clip', type: 'FLOAT[]' },
    ],
    async *rows({ store, embedderId }, { photos }, before) {
      let id = before;
      for await (const sha1s of photos()) {
        for (const [sha1, vector] of await store.photos.embeddingsOf(sha1s, embedderId)) {
          yield [id++, sha1, vector];
        }
      }
    },
  },
  {
    name: 'clusters',
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
    async *rows(_, { clusters: pages }) {
      for await (const clusters of pages()) {
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
      }
    },
  },
  {
    name: 'tags',
    columns: [
      { name: 'sha1', type: 'VARCHAR' },
      { name: 'layer', type: 'VARCHAR' },
      { name: 'name', type: 'VARCHAR' },
      { name: 'score', type: 'DOUBLE' },
      { name: 'source', type: 'VARCHAR' },
      { name: 'model', type: 'VARCHAR' },
      { name: 'reason', type: 'VARCHAR' },
    ],
    async *rows({ store }, { photos }) {
      for await (const sha1s of photos()) {
        for (const [sha1, proposals] of await store.tags.proposalsOf(sha1s)) {
          for (const { layer, name, score, source, model, reason } of proposals) {
            yield [sha1, layer, name, score, source, model, reason];
          }
        }
      }
    },
  },
];

/** First and last moment in UTC; null where the zone is not known. */
function utcInterval(time: CaptureTime | undefined): [from: number | null, to: number | null] {
  if (time?.interval == null || time.offsetMinutes === null) return [null, null];
  const offsetMillis = time.offsetMinutes * 60_000;
  return [time.interval.startMillis - offsetMillis, time.interval.endMillis - offsetMillis];
}
