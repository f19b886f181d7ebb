import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCsv } from '../../export/csv.ts';
import { writeParquet } from '../../export/parquet.ts';
import { ParquetFolder } from '../../export/parquet-folder.ts';
import { writeAudit } from '../audit.ts';
import type { Library } from '../library.ts';
import { listMedoids } from '../list-medoids.ts';
import { libraryParts, wholeLibrary } from './library-part.ts';
import { TABLES } from './tables.ts';

export interface ExportedTable {
  /** The file, or the folder of its parts. */
  readonly file: string;
  readonly rows: number;
  /** Files in the folder; null where the table is one file. */
  readonly parts: number | null;
}

export interface ExportChoice {
  /** A folder of files for each table, or one file; where it is left out, parts from {@link MANY_PHOTOS} on. */
  readonly inParts?: boolean | undefined;
  /** For tests: photos of a part. */
  readonly photosAPart?: number | undefined;
}

/** A table is put together in memory: vectors of so many photos take 0.3 GB. */
export const MANY_PHOTOS = 100_000;
const PHOTOS_A_PART = 20_000;

/** Writes every table of the library to `folder`: Parquet, and the medoid list as CSV. */
export async function exportTables(
  library: Library,
  folder: string,
  choice: ExportChoice = {},
): Promise<ExportedTable[]> {
  const inParts = choice.inParts ?? (await library.store.files.totals()).photos > MANY_PHOTOS;
  const written = inParts
    ? await writeParts(library, folder, choice.photosAPart ?? PHOTOS_A_PART)
    : await writeFiles(library, folder);
  written.push(...(await writeMedoids(library, folder)));
  await writeAudit(library);
  return written;
}

async function writeFiles(library: Library, folder: string): Promise<ExportedTable[]> {
  const written: ExportedTable[] = [];
  const whole = wholeLibrary(library.store);
  for (const { name, columns, rows } of TABLES) {
    const file = join(folder, `${name}.parquet`);
    written.push({ file, rows: await writeParquet(file, columns, rows(library, whole, 0)), parts: null });
    // Of a former export in parts: nobody should read both.
    await rm(join(folder, name), { recursive: true, force: true });
  }
  return written;
}

/** All tables a part at a time, so that each photo is looked up once and memory is that of a part. */
async function writeParts(library: Library, folder: string, photosAPart: number): Promise<ExportedTable[]> {
  const tables = TABLES.map((table) => ({
    table,
    into: new ParquetFolder(join(folder, table.name), table.columns),
  }));
  try {
    for (const { into } of tables) await into.begin();
    for await (const part of libraryParts(library.store, photosAPart)) {
      for (const { table, into } of tables) await into.add(part.name, table.rows(library, part, into.rows));
    }
    const written: ExportedTable[] = [];
    for (const { table, into } of tables) {
      const parts = await into.finish();
      written.push({ file: join(folder, table.name), rows: into.rows, parts });
      await rm(join(folder, `${table.name}.parquet`), { force: true });
    }
    return written;
  } finally {
    for (const { into } of tables) await into.abandon();
  }
}

async function writeMedoids(library: Library, folder: string): Promise<ExportedTable[]> {
  const medoids = await listMedoids(library);
  const tags = join(folder, 'medoid_ai_tags.parquet');
  await writeParquet(
    tags,
    [
      { name: 'cluster_id', type: 'VARCHAR' },
      { name: 'medoid_id', type: 'VARCHAR' },
      { name: 'ai_tags', type: 'VARCHAR[]' },
    ],
    (async function* () {
      for (const { clusterId, sha1, aiTags } of medoids) yield [clusterId, sha1, aiTags];
    })(),
  );
  const list = join(folder, 'medoids.csv');
  await writeCsv(
    list,
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
  return [tags, list].map((file) => ({ file, rows: medoids.length, parts: null }));
}
