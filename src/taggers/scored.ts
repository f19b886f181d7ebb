import { type LabelModel, logOddsOf } from '../algorithms/labels/label-model.ts';
import { shareBelow } from '../algorithms/labels/library-standing.ts';
import { fromLogOdds } from '../algorithms/log-odds.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { TagCandidate, TagLayer } from '../domain/tag.ts';
import type { LabelSet, ScoredLabel } from '../store/label-store.ts';
import type { Tagger } from './tagger.ts';

/** Raised when the same models propose other tags. */
const VERSION = 1;

/** A label that proposes, with what is worked out once. */
interface OpenLabel extends ScoredLabel {
  /** The direction's length. */
  readonly length: number;
  readonly leastLogOdds: number;
}

/**
 * Tags by how pictures look: those labels of the layer whose probability reaches the threshold of their label model.
 * @param labels brings the label models up to date; null where there are none
 */
export function scoredTagger(labels: () => Promise<LabelSet | null>, layer: TagLayer = 'CK'): Tagger {
  let open: OpenLabel[] = [];
  let set: LabelSet | null = null;
  return {
    id: 'scored',
    layer,
    place: 'local',
    get model() {
      return set?.space ?? 'none';
    },
    get version() {
      return `${VERSION} ${set?.digests[layer] ?? ''}`;
    },
    async prepare() {
      set = await labels();
      open = (set?.labels ?? [])
        .filter(({ model }) => model.layer === layer && model.withheld === null)
        .map(openLabel);
    },
    propose: async ({ members }) =>
      new Map<Sha1, TagCandidate[]>(
        members.map(({ sha1, vector }) => [sha1, vector === null ? [] : candidatesOf(vector, open)]),
      ),
  };
}

function openLabel(label: ScoredLabel): OpenLabel {
  const { direction, threshold } = label.model;
  let squares = 0;
  for (const value of direction) squares += value * value;
  return { ...label, length: Math.sqrt(squares), leastLogOdds: Math.log(threshold / (1 - threshold)) };
}

function candidatesOf(vector: Float32Array, labels: readonly OpenLabel[]): TagCandidate[] {
  const candidates: TagCandidate[] = [];
  for (const { model, length, leastLogOdds, quantiles } of labels) {
    const logOdds = logOddsOf(model, vector);
    if (!(logOdds >= leastLogOdds)) continue;
    const cosine = length === 0 ? 0 : (logOdds - model.offset) / length;
    candidates.push({
      name: model.name,
      score: Math.min(1, Math.max(0, rounded(cosine))),
      probability: rounded(fromLogOdds(logOdds)),
      threshold: model.threshold,
      reason: reasonOf(model, cosine, shareBelow(quantiles, logOdds)),
    });
  }
  return candidates;
}

/** What changes behind the third digit changes nothing for anybody. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** `looks like “flower” (0.31), more than 99.2 % of your photos; taught by 14 photos` */
function reasonOf({ name, accepted, rejected }: LabelModel, cosine: number, share: number | null): string {
  const than =
    share === null ? '' : `, more than ${(share * 100).toFixed(share > 0.9 ? 1 : 0)} % of your photos`;
  const taught = accepted + rejected;
  const by = taught === 0 ? '' : `; taught by ${taught} ${taught === 1 ? 'photo' : 'photos'}`;
  return `looks like “${name}” (${cosine.toFixed(2)})${than}${by}`;
}
