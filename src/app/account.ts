import type { PhotoFile, Sha1 } from '../domain/photo.ts';
import type { StageName } from '../domain/stage-name.ts';
import type { Store } from '../store/store.ts';

/** Where every file stands at the end: nothing may be lost without a word. */
export type FileState = 'tagged' | 'no tags' | 'waiting' | 'duplicate' | 'skipped' | 'failed' | 'missing';

export interface AccountedFile {
  readonly path: string;
  readonly sha1: Sha1 | null;
  readonly state: FileState;
  readonly stage: StageName | null;
  /** Empty where all is well; of a tagged file, what is damaged. */
  readonly reason: string;
}

export interface FileAccount {
  readonly total: number;
  readonly byState: Readonly<Record<FileState, number>>;
}

const PAGE = 5000;

/** Stages whose failure means that the photo itself could not be worked on. */
const OF_PHOTOS: readonly StageName[] = ['metadata', 'proxies', 'embeddings', 'people'];

/** Every file that was ever seen, in path order, with what became of it. */
export async function* accountFiles(store: Store): AsyncGenerator<AccountedFile> {
  let after: string | null = null;
  for (;;) {
    const page: PhotoFile[] = await store.files.page({ after, limit: PAGE });
    yield* await accountPage(store, page);
    if (page.length < PAGE) return;
    after = page.at(-1)!.path;
  }
}

/** The same of these files alone. */
export async function accountPage(store: Store, page: readonly PhotoFile[]): Promise<AccountedFile[]> {
  const accounts: AccountedFile[] = [];
  const sha1s = [...new Set(page.flatMap((file) => (file.status === 'present' ? (file.sha1 ?? []) : [])))];
  const first = new Map(
    [...(await store.files.ofPhotos(sha1s))].map(([sha1, files]) => [sha1, files[0]!.path]),
  );
  const tagged = await store.outcomes.of('ck-tags', sha1s);
  const proposals = await store.tags.proposalsOf(sha1s);
  const proxies = await store.photos.proxiesOf(sha1s);
  const failures = new Map<Sha1, { stage: StageName; reason: string }>();
  for (const stage of OF_PHOTOS.toReversed()) {
    for (const [sha1, row] of await store.outcomes.of(stage, sha1s)) {
      if (row.status === 'failed') failures.set(sha1, { stage, reason: row.reason ?? '' });
    }
  }
  for (const file of page) {
    const { path, sha1, status } = file;
    const account = (state: FileState, reason = '', stage: StageName | null = null): AccountedFile => ({
      path,
      sha1,
      state,
      stage,
      reason,
    });
    if (status !== 'present' || sha1 === null) {
      accounts.push(account(status === 'present' ? 'waiting' : status, file.reason ?? '', 'scan'));
      continue;
    }
    const original = first.get(sha1);
    const failure = failures.get(sha1);
    if (original !== path) accounts.push(account('duplicate', `the same bytes as ${original}`));
    else if (failure) accounts.push(account('failed', failure.reason, failure.stage));
    else if (!tagged.has(sha1)) accounts.push(account('waiting', 'not all stages have run'));
    else {
      const damage = proxies.get(sha1)?.damage;
      const note = damage === undefined ? null : `damaged: ${damage}`;
      if (proposals.has(sha1)) accounts.push(account('tagged', note ?? ''));
      else accounts.push(account('no tags', note ?? 'no tag fits what is known of it'));
    }
  }
  return accounts;
}

/** The same, counted by the database: no row is read. */
export async function summariseFiles(store: Pick<Store, 'files'>): Promise<FileAccount> {
  const { missing, skipped, failed } = await store.files.countsByStatus();
  const { photos, files } = await store.files.totals();
  const progress = await store.files.progress({ failing: OF_PHOTOS, last: 'ck-tags' });
  const byState: Record<FileState, number> = {
    tagged: progress.tagged,
    'no tags': progress.untagged,
    waiting: progress.waiting + progress.unread,
    duplicate: files - progress.unread - photos,
    skipped,
    failed: failed + progress.failed,
    missing,
  };
  return { total: files + missing + skipped + failed, byState };
}
