import { folderBelowRoot } from '../algorithms/folder-below-root.ts';
import { phraseSet } from '../algorithms/mine-words/phrase-set.ts';
import { hasPhrase, wordsOf } from '../algorithms/path-words.ts';
import { placesWithEvidence } from '../algorithms/place-evidence.ts';
import { controlledWords } from '../algorithms/words/controlled-words.ts';
import { foldKey } from '../algorithms/words/fold-words.ts';
import type { Vocabulary } from '../config/vocabulary.ts';
import type { Description } from '../domain/description.ts';
import type { ClusterFacts, PhotoFacts } from '../domain/library.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { TagCandidate } from '../domain/tag.ts';
import type { PhraseParser } from '../models/phrase-parser.ts';
import { captionWords } from './caption-words.ts';
import type { LandmarkJudge } from './landmark-judge.ts';
import { placeAtlas } from './place-atlas.ts';
import type { Tagger } from './tagger.ts';
import type { WordScorer } from './word-scores.ts';

export interface CaptionsTaggerTools {
  readonly parser: PhraseParser;
  readonly vocabulary: Vocabulary;
  /** Brings it up to date; null where no model scores words. */
  readonly scorer: () => Promise<WordScorer | null>;
  /** What places look like; left out or null where no model says so. */
  readonly landmarks?: (() => Promise<LandmarkJudge | null>) | undefined;
}

/** Raised when the same captions give other tags. */
const VERSION = 1;

/** A word that something else confirms, and nobody knows how surely. */
const CONFIRMED_SCORE = 0.6;
/** A detector of everyday photos is wrong more often than right below this; as for the tags of objects. */
const LEAST_OBJECT_SCORE = 0.4;

/**
 * Words of what a captioner said of the medoid, for the medoid and the members that look like it. Captioners make things
 * up: a word is proposed where the picture's own vector, the detector, a keyword or a folder agrees, and waits otherwise.
 */
export function captionsTagger(tools: CaptionsTaggerTools): Tagger {
  const { parser, vocabulary } = tools;
  const atlas = placeAtlas(vocabulary);
  const controlled = controlledWords(vocabulary.terms);
  const known = phraseSet(vocabulary.concepts);
  const concepts = vocabulary.concepts.filter((word) => !controlled.has(foldKey(word)));
  let scores: WordScorer | null = null;
  let judge: LandmarkJudge | null = null;
  return {
    id: 'captions',
    layer: 'AI',
    place: 'local',
    get model() {
      return scores?.model ?? 'rule';
    },
    get version() {
      return `${VERSION} ${parser.id} ${scores?.version ?? ''} ${judge?.version ?? ''}`;
    },
    async prepare() {
      scores = await tools.scorer();
      judge = (await tools.landmarks?.()) ?? null;
    },
    async propose(cluster) {
      const description = descriptionOf(cluster);
      if (description === null) return new Map();
      const said = await captionWords(description, parser, known);
      const words = said.words.filter(({ word }) => !controlled.has(foldKey(word)));
      const scored = words.filter(({ isName }) => !isName).map(({ word }) => word);
      await scores?.learn([...scored, ...concepts]);
      const candidates = new Map<Sha1, TagCandidate[]>();
      for (const photo of membersLikeMedoid(cluster)) {
        const places = placesWithEvidence(
          words.map(({ word }) => word),
          photo,
          atlas,
          {
            names: said.placeForms,
            landmark: photo.vector === null ? null : (judge?.judge(photo.vector) ?? null),
          },
        );
        const others = new Set(places.others);
        candidates.set(photo.sha1, [
          ...places.withheld.map(({ word, ...withheld }) => ({ ...saidOnly(word), withheld })),
          ...withoutLikes(
            words
              .filter(({ word }) => others.has(word))
              .map(({ word, isName }) => judged(word, isName, photo, scores)),
            conceptsOn(photo, concepts, scores),
            scores,
          ),
        ]);
      }
      return candidates;
    },
  };
}

const descriptionOf = ({ cluster, members }: ClusterFacts): Description | null =>
  members.find(({ sha1 }) => sha1 === cluster.medoid)?.description ?? null;

function membersLikeMedoid({ cluster, members }: ClusterFacts): PhotoFacts[] {
  const fitting = new Set(cluster.members.filter(({ fits }) => fits).map(({ sha1 }) => sha1));
  return members.filter(({ sha1 }) => sha1 === cluster.medoid || fitting.has(sha1));
}

const saidOnly = (word: string): TagCandidate => ({
  name: word,
  score: CONFIRMED_SCORE,
  reason: `the caption says “${word}”`,
});

/** The word as a candidate: proposed where something else agrees, and otherwise withheld with the reason. */
function judged(word: string, isName: boolean, photo: PhotoFacts, scorer: WordScorer | null): TagCandidate {
  const plain = saidOnly(word);
  // A name is nothing that a picture looks like: only what somebody wrote can confirm it.
  const score = isName || photo.vector === null ? null : (scorer?.score(word, photo.vector) ?? null);
  if (score !== null && score.probability >= score.threshold) {
    const { probability, threshold } = score;
    return {
      ...plain,
      score: probability,
      probability,
      threshold,
      reason: `${plain.reason}, and the picture looks like it`,
    };
  }
  const witness = isName ? writtenBy(word, photo) : (seenBy(word, photo) ?? writtenBy(word, photo));
  if (witness !== null) return { ...plain, ...witness, reason: `${plain.reason}, and ${witness.reason}` };
  return { ...plain, withheld: { reason: whyWithheld(isName, score?.probability ?? null) } };
}

/** Concepts of the bank that the picture looks like: another tagger proposes them. */
function conceptsOn(
  { vector }: PhotoFacts,
  concepts: readonly string[],
  scorer: WordScorer | null,
): Likely[] {
  if (vector === null || scorer === null) return [];
  return concepts.flatMap((name) => {
    const score = scorer.score(name, vector);
    return score !== null && score.probability >= score.threshold
      ? [{ name, probability: score.probability }]
      : [];
  });
}

interface Likely {
  readonly name: string;
  readonly probability?: number | null;
}

/** Of words that are on the same pictures, the likeliest alone; what waits, waits. */
function withoutLikes(
  candidates: readonly TagCandidate[],
  others: readonly Likely[],
  scorer: WordScorer | null,
): TagCandidate[] {
  if (scorer === null) return [...candidates];
  const likely = [...others, ...candidates.filter(({ withheld }) => !withheld)].sort(
    (a, b) => (b.probability ?? 0) - (a.probability ?? 0),
  );
  return candidates.filter(({ name, withheld }) => {
    const place = likely.findIndex((one) => one.name === name);
    return withheld || !likely.slice(0, place).some((better) => scorer.areAlike(better.name, name));
  });
}

function whyWithheld(isName: boolean, probability: number | null): string {
  if (isName) return 'a name that no keyword and no folder has';
  if (probability === null) return 'nothing but the caption says so';
  return `the picture does not look like it (${Math.round(probability * 100)} %)`;
}

/** The detector's own sight of the photo, whatever the captioner saw. */
function seenBy(word: string, { detections }: PhotoFacts): Pick<TagCandidate, 'score' | 'reason'> | null {
  const key = foldKey(word);
  const seen = (detections?.objects ?? [])
    .filter(({ label, score }) => score >= LEAST_OBJECT_SCORE && foldKey(label) === key)
    .sort((a, b) => b.score - a.score)[0];
  if (seen === undefined) return null;
  return { score: seen.score, reason: `the detector sees it (${Math.round(seen.score * 100)} %)` };
}

/** The photographer's words: keywords that the file came with, and folders. */
function writtenBy(
  word: string,
  { metadata, files }: PhotoFacts,
): Pick<TagCandidate, 'score' | 'reason'> | null {
  const key = foldKey(word);
  const { subject = [], hierarchicalSubject = [], tagsList = [], iptc = [] } = metadata?.keywords ?? {};
  const levels = [...hierarchicalSubject, ...tagsList].flatMap((path) => path.split(/[|/]/));
  const keyword = [...subject, ...iptc, ...levels].find((one) => foldKey(one) === key);
  if (keyword !== undefined) return { score: CONFIRMED_SCORE, reason: `so does the keyword “${keyword}”` };
  const folder = files.map(folderBelowRoot).find((one) => hasPhrase(foldedWords(one), word));
  return folder === undefined ? null : { score: CONFIRMED_SCORE, reason: `so does the folder ${folder}` };
}

const foldedWords = (path: string): string[] => wordsOf(path).map(foldKey);
