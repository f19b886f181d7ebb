import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Decision, DecisionVerdict, Proposal, TagLayer } from '../../domain/tag.ts';
import { openSqliteStore } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';

export const sha1Of = (letter: string): string => letter.repeat(40);

export const proposalOf = (name: string, changes: Partial<Proposal> = {}): Proposal => ({
  layer: 'CK',
  name,
  score: 0.5,
  probability: null,
  threshold: null,
  reason: 'because',
  source: 'scored',
  model: 'clip',
  ...changes,
});

export interface MadePhoto {
  readonly path?: string;
  readonly proposals?: readonly Proposal[];
  readonly decisions?: Readonly<Record<string, DecisionVerdict>>;
}

/** A real store in a folder of its own with photos by letter: `a` is the SHA-1 of forty a. */
export async function evaluationStore(
  photos: Readonly<Record<string, MadePhoto>>,
): Promise<{ store: Store; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'photo-tag-evaluation-'));
  const store = await openSqliteStore(join(folder, 'index.sqlite'));
  for (const [letter, { path = `/photos/${letter}.jpg`, proposals = [], decisions = {} }] of Object.entries(
    photos,
  )) {
    const sha1 = sha1Of(letter);
    await store.files.put([
      {
        path,
        root: '/photos',
        sizeBytes: 1,
        mtimeMicros: 1,
        birthMicros: null,
        inode: path,
        sha1,
        status: 'present',
        reason: null,
      },
    ]);
    await store.outcomes.put([
      { stage: 'scan', item: sha1, fingerprint: '', status: 'done', reason: null, digest: '' },
    ]);
    await propose(store, letter, proposals);
    for (const [name, verdict] of Object.entries(decisions)) await decide(store, letter, name, verdict);
  }
  return {
    store,
    async close() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function propose(store: Store, letter: string, proposals: readonly Proposal[]): Promise<void> {
  for (const layer of ['CK', 'AI'] as const) {
    const own = proposals.filter((proposal) => proposal.layer === layer);
    await store.tags.putProposals(layer, { sha1: sha1Of(letter), proposals: own });
  }
}

export async function decide(
  store: Store,
  letter: string,
  name: string,
  verdict: DecisionVerdict,
  layer: TagLayer = 'CK',
): Promise<void> {
  const decision: Decision = { layer, name, verdict };
  await store.tags.putDecision(sha1Of(letter), decision);
}
