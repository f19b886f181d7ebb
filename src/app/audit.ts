import type { PhotoFile } from '../domain/photo.ts';
import { writeCsv } from '../export/csv.ts';
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
 * Writes `audit.csv`: a row for every file with proposals (`proposed: …`), then a row for every sidecar that was
 * written (`written: run N`). Tags are joined by `; `. The whole file is made anew and renamed into place.
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
  for (const record of await store.journal.written()) {
    const ai = record.addedSubject.filter((keyword) => keyword.startsWith(prefix_ai));
    yield {
      path: record.original,
      added_ck: record.addedSubject.filter((keyword) => !ai.includes(keyword)).join('; '),
      added_ai: ai.join('; '),
      source: `written: run ${record.runId}`,
      timestamp: record.writtenAt,
    };
  }
}
