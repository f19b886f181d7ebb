import type { PhotoFile } from '../domain/photo.ts';
import type { JournalDeed } from '../domain/sidecar-journal.ts';
import type { TagLayer } from '../domain/tag.ts';
import { writeCsv } from '../export/csv.ts';
import type { JournalRow, Store } from '../store/store.ts';
import type { Library } from './library.ts';
import { wantedTags } from './wanted-tags.ts';

type AuditRow = {
  readonly path: string;
  readonly added_ck: string;
  readonly added_ai: string;
  readonly source: string;
  readonly timestamp: string;
};

const PAGE = 2000;

/**
 * Writes `audit.csv`: a row for every file with proposals (`proposed: …`), then a row for every change of a sidecar, in
 * order: `written: run N`, `taken back: run N` (undo), and what was found that other programs did. Tags are joined by
 * `; `. The whole file is made anew and renamed into place. No cell is a formula to a spreadsheet: see `csv.ts`.
 */
export async function writeAudit(library: Library): Promise<void> {
  const columns = ['path', 'added_ck', 'added_ai', 'source', 'timestamp'];
  await writeCsv(library.settings.review.audit_csv, columns, auditRows(library));
}

async function* auditRows({ store, settings }: Library): AsyncGenerator<AuditRow> {
  const now = new Date().toISOString();
  const { prefix_ck, prefix_ai } = settings.xmp;
  let after: string | null = null;
  for (;;) {
    const page: PhotoFile[] = await store.files.page({ after, limit: PAGE });
    const files = page.filter((file) => file.status === 'present' && file.sha1 !== null);
    const tags = await wantedTags(store, [...new Set(files.map((file) => file.sha1!))], 'proposed');
    for (const { path, sha1 } of files) {
      const wanted = tags.get(sha1!) ?? [];
      if (wanted.length === 0) continue;
      const layer = (name: 'CK' | 'AI', prefix: string) =>
        wanted.flatMap((tag) => (tag.layer === name ? `${prefix}${tag.name}` : [])).join('; ');
      const sources = [...new Set(wanted.map((tag) => tag.source))].sort().join(', ');
      yield {
        path,
        added_ck: layer('CK', prefix_ck),
        added_ai: layer('AI', prefix_ai),
        source: `proposed: ${sources}`,
        timestamp: now,
      };
    }
    if (page.length < PAGE) break;
    after = page.at(-1)!.path;
  }
  for await (const row of journalRows(store)) {
    const layer = (name: TagLayer) =>
      row.tags.flatMap((tag) => (tag.layer === name ? (tag.subject ?? tag.name) : [])).join('; ');
    yield {
      path: row.original,
      added_ck: layer('CK'),
      added_ai: layer('AI'),
      source: `${DEED[row.deed]}: run ${row.runId}`,
      timestamp: row.at,
    };
  }
}

const DEED: Record<JournalDeed, string> = {
  added: 'written',
  removed: 'taken back',
  respelled: 'renamed',
  'taken-out': 'taken out by another program, found',
  lost: 'gone with the sidecar or its list, found',
};

async function* journalRows({ journal }: Store): AsyncGenerator<JournalRow> {
  let after = 0;
  for (;;) {
    const page = await journal.page({ after, limit: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}
