import { holdBack } from '../../algorithms/hold-back.ts';
import { logOddsOf } from '../../algorithms/labels/label-model.ts';
import type { Cluster } from '../../domain/cluster.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { DeedChange, DeedPart, TagState } from '../../store/deed-store.ts';
import type { Store } from '../../store/store.ts';
import type { Library } from '../library.ts';
import { shownTag, type TagKey } from './tag-name.ts';
import { clustersNamed } from './targets.ts';

/** `forget` takes back what was accepted, rejected or added. */
export type TagVerdict = 'accept' | 'reject' | 'forget';

export interface DecideTagRequest {
  readonly tag: TagKey;
  readonly verdict: TagVerdict;
  /** Ids of clusters: all their members are meant, but for those that are held back. */
  readonly clusters?: readonly string[];
  /** Photos that are meant by themselves: none of them is held back. */
  readonly photos?: readonly Sha1[];
  readonly except?: readonly Sha1[];
  /** Nobody is held back. */
  readonly allMembers?: boolean | undefined;
  /** Says what would be done, and does nothing. */
  readonly dryRun?: boolean | undefined;
}

export interface HeldPhoto {
  readonly sha1: Sha1;
  readonly cluster: string;
  readonly why: 'does not fit' | 'unlikely' | 'likely';
}

export interface DecideTagReport {
  /** To take it back by; null where nothing was changed. */
  readonly deed: number | null;
  readonly applied: readonly Sha1[];
  /** Of `applied`, those for which nobody had proposed the tag. */
  readonly added: number;
  readonly held: readonly HeldPhoto[];
  /** Photos of which this was said before. */
  readonly unchanged: number;
}

/**
 * Says of one tag of some photos that it is right or wrong: one deed, one transaction. Decisions belong to photos, so
 * that no clustering loses them.
 * @throws USAGE for a cluster that is not there
 */
export async function decideTag(library: Library, request: DecideTagRequest): Promise<DecideTagReport> {
  const { reports, deed } = await decideTags(library, [request]);
  return { deed, ...reports[0]! };
}

export interface DecideTagsReport {
  /** To take all of it back by; null where nothing was changed. */
  readonly deed: number | null;
  readonly reports: readonly Omit<DecideTagReport, 'deed'>[];
}

/**
 * Several decisions, in their order, as one deed: all of them or none, and taken back together.
 * @throws USAGE for a cluster that is not there
 */
export async function decideTags(
  library: Library,
  requests: readonly DecideTagRequest[],
): Promise<DecideTagsReport> {
  const plans: Awaited<ReturnType<typeof planOf>>[] = [];
  for (const request of requests) plans.push(await planOf(library, request));
  return library.store.transaction(
    async (transaction) => {
      const reports: Omit<DecideTagReport, 'deed'>[] = [];
      const parts: DeedPart[] = [];
      const words: string[] = [];
      for (const { request, meant, held } of plans) {
        const { tag, verdict, dryRun } = request;
        const states = await transaction.deeds.tagStates(tag, meant);
        const proposed = await transaction.deeds.proposedAmong(tag, meant);
        const changes = changesOf(states, (sha1, before) => stateAfter(verdict, before, proposed.has(sha1)));
        const applied = changes.flatMap((change) => change.sha1s);
        const added = changes.filter(({ after }) => after.verdict === 'added');
        reports.push({
          applied,
          added: added.reduce((sum, { sha1s }) => sum + sha1s.length, 0),
          held,
          unchanged: meant.length - applied.length,
        });
        if (dryRun || applied.length === 0) continue;
        for (const { after, sha1s } of changes) await transaction.deeds.putTagState(tag, sha1s, after);
        parts.push({ kind: 'tag', ...tag, changes });
        words.push(`${verdict} ${shownTag(library, tag)}`);
      }
      if (parts.length === 0) return { deed: null, reports };
      const deed = await transaction.deeds.record({
        at: new Date().toISOString(),
        words: words.join(', '),
        body: parts.length === 1 ? parts[0]! : { kind: 'several', parts },
      });
      return { deed, reports };
    },
    { durable: true },
  );
}

/**
 * Which photos a decision means, and which it holds back; nothing is done.
 * @throws USAGE for a cluster that is not there
 */
export async function planOf(library: Library, request: DecideTagRequest) {
  const clusters = await clustersNamed(library, request.clusters ?? []);
  const except = new Set(request.except);
  const named = new Set((request.photos ?? []).filter((sha1) => !except.has(sha1)));
  const held = (await heldBack(library.store, library, clusters, request)).filter(
    ({ sha1 }) => !named.has(sha1) && !except.has(sha1),
  );
  const isHeld = new Set(held.map(({ sha1 }) => sha1));
  const members = clusters.flatMap((cluster) => cluster.members.map((member) => member.sha1));
  const meant = [...new Set([...members, ...named])].filter((sha1) => !isHeld.has(sha1) && !except.has(sha1));
  return { request, meant, held };
}

function stateAfter(verdict: TagVerdict, before: TagState, isProposed: boolean): TagState {
  if (verdict === 'forget') return { ...before, verdict: null, source: null };
  if (verdict === 'reject') {
    return before.verdict === 'rejected' ? before : { ...before, verdict: 'rejected', source: null };
  }
  const keeps = before.verdict === 'accepted' || before.verdict === 'added';
  // Who wants it takes it off the list of tags that are not to be written again.
  return keeps
    ? { ...before, undoneBy: null }
    : { verdict: isProposed ? 'accepted' : 'added', source: null, undoneBy: null };
}

/** What changes, photos of the same change together. */
function changesOf(
  states: ReadonlyMap<Sha1, TagState>,
  after: (sha1: Sha1, before: TagState) => TagState,
): DeedChange<TagState>[] {
  const changes = new Map<string, { before: TagState; after: TagState; sha1s: Sha1[] }>();
  for (const [sha1, before] of states) {
    const change = { before, after: after(sha1, before) };
    const key = JSON.stringify(change);
    if (JSON.stringify(change.before) === JSON.stringify(change.after)) continue;
    const known = changes.get(key);
    if (known === undefined) changes.set(key, { ...change, sha1s: [sha1] });
    else known.sha1s.push(sha1);
  }
  return [...changes.values()];
}

async function heldBack(
  store: Store,
  library: Library,
  clusters: readonly Cluster[],
  { tag, verdict, allMembers }: DecideTagRequest,
): Promise<HeldPhoto[]> {
  if (allMembers || verdict === 'forget' || clusters.length === 0) return [];
  const likelihood = await labelOf(library, tag);
  const sha1s = clusters.flatMap((cluster) => cluster.members.map((member) => member.sha1));
  const vectors = likelihood === null ? null : await store.photos.embeddingsOf(sha1s, likelihood.space);
  return clusters.flatMap((cluster) => {
    const whys = holdBack(
      cluster.members.map(({ sha1, fits }) => {
        const vector = vectors?.get(sha1);
        return { fits, logOdds: likelihood && vector ? logOddsOf(likelihood.model, vector) : null };
      }),
      verdict,
      likelihood?.leastLogOdds ?? 0,
    );
    return cluster.members.flatMap(({ sha1 }, i) => {
      const why = whys[i];
      return why == null ? [] : [{ sha1, cluster: cluster.id, why }];
    });
  });
}

/** The model of a label in the space with most vectors; null where there is none. */
async function labelOf({ store }: Library, { layer, name }: TagKey) {
  const [space] = await store.vectors.spaces();
  const set = space === undefined ? null : await store.labels.get(space.model);
  const model = set?.labels.find((label) => label.model.layer === layer && label.model.name === name)?.model;
  if (set === null || model === undefined) return null;
  const { threshold } = model;
  return { space: set.space, model, leastLogOdds: Math.log(threshold / (1 - threshold)) };
}
