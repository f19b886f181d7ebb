import { openSqliteStore } from '../../src/store/sqlite.ts';

/** What the stage of tags does beside the server, until it is killed: FILE. */
const store = await openSqliteStore(process.argv[2] ?? '');
const PHOTOS_AT_ONCE = 500;
for (let after: string | null = null; ; ) {
  const sha1s: string[] = await store.photos.page({ after, limit: PHOTOS_AT_ONCE });
  after = sha1s.length < PHOTOS_AT_ONCE ? null : sha1s.at(-1)!;
  const proposals = await store.tags.proposalsOf(sha1s);
  await store.transaction(async (transaction) => {
    for (const sha1 of sha1s) {
      const own = (proposals.get(sha1) ?? []).filter((proposal) => proposal.layer === 'CK');
      await transaction.tags.putProposals('CK', { sha1, proposals: own });
    }
    const outcomes = await transaction.outcomes.of('ck-tags', sha1s);
    await transaction.outcomes.put([...outcomes.values()]);
  });
}
