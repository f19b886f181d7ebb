import { averagePrecision, type Ranked } from './average-precision.ts';
import { type Interval, wilsonInterval } from './wilson-interval.ts';

/** What is known of one label on one photo: `yes` it is there, `no`, or nobody can or did say. */
export type Truth = 'yes' | 'no' | 'unsure' | null;

/** How a label was proposed for a photo. */
export interface ProposedAs {
  /** Higher is surer; comparable only among proposals of one `scale`. */
  readonly score: number;
  /** 0 to 1, or null. */
  readonly probability: number | null;
  /** What the score was counted with: tagger and model. */
  readonly scale: string;
}

/** How one label did. Shares are null where nothing is known that they could be of. */
export interface LabelFigures {
  /** Photos that it is proposed for. */
  readonly proposed: number;
  readonly right: number;
  readonly wrong: number;
  /** Proposed, and nobody has said anything. */
  readonly undecided: number;
  /** Proposed, and whoever looked could not say. */
  readonly unsure: number;
  /** On the photo, and not proposed. */
  readonly missed: number;
  /** Not on the photo, and not proposed. */
  readonly spared: number;
  /** right / (right + wrong). */
  readonly precision: number | null;
  /** Where the precision may be, 95 %. */
  readonly precisionInterval: Interval;
  /** right / (right + missed): of the photos that were looked at for this label. */
  readonly recall: number | null;
  readonly recallInterval: Interval;
  /** Over the proposals that were judged, with what was missed after them; null where scores cannot be compared. */
  readonly averagePrecision: number | null;
}

/** Counts one label over photos. */
export class LabelTally {
  readonly #ranked: (Ranked & ProposedAs)[] = [];
  #proposed = 0;
  #undecided = 0;
  #unsure = 0;
  #missed = 0;
  #spared = 0;

  /** One photo; `proposal` is null where the label is not proposed for it. */
  add(proposal: ProposedAs | null, truth: Truth): void {
    if (proposal === null) {
      if (truth === 'yes') this.#missed++;
      else if (truth === 'no') this.#spared++;
      return;
    }
    this.#proposed++;
    if (truth === null) this.#undecided++;
    else if (truth === 'unsure') this.#unsure++;
    else this.#ranked.push({ ...proposal, right: truth === 'yes' });
  }

  /** Proposals that were judged and say how likely they are. */
  stated(): { probability: number; right: boolean }[] {
    return this.#ranked.flatMap(({ probability, right }) =>
      probability === null ? [] : [{ probability, right }],
    );
  }

  figures(): LabelFigures {
    const right = this.#ranked.filter((proposal) => proposal.right).length;
    const wrong = this.#ranked.length - right;
    const missed = this.#missed;
    return {
      proposed: this.#proposed,
      right,
      wrong,
      undecided: this.#undecided,
      unsure: this.#unsure,
      missed,
      spared: this.#spared,
      precision: shareOf(right, right + wrong),
      precisionInterval: wilsonInterval(right, right + wrong),
      recall: shareOf(right, right + missed),
      recallInterval: wilsonInterval(right, right + missed),
      averagePrecision: this.#averagePrecision(),
    };
  }

  /** By probability where all have one, otherwise by score where all were counted by one tagger with one model. */
  #averagePrecision(): number | null {
    const ranked = this.#ranked;
    if (ranked.every(({ probability }) => probability !== null)) {
      return averagePrecision(
        ranked.map(({ probability, right }) => ({ score: probability!, right })),
        this.#missed,
      );
    }
    if (ranked.some(({ scale }) => scale !== ranked[0]!.scale)) return null;
    return averagePrecision(ranked, this.#missed);
  }
}

const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
