import type { Box, Detections, PeopleFinding, PeopleVerdict } from '../domain/detection.ts';

/**
 * Whether a photo shows a person whose torso or skin shows: a nude, a portrait, dance.
 *
 * Two mistakes are possible, and they do not weigh the same. `no-people` on such a photo may send it to a cloud
 * service, which nobody can undo. `people` on a landscape keeps it here and costs some tags. So `no-people`
 * has to be proven, and all doubt is `undecided`, which counts as people for everything that leaves the machine.
 */
export interface PeopleThresholds {
  /** Detector score from which a person is believed; below `doubtfulPersonScore` none is. */
  readonly personScore: number;
  readonly doubtfulPersonScore: number;
  /** Share of the picture that the largest torso covers: from here on it is a people set. */
  readonly torsoArea: number;
  /** Below this share of the picture a person is distant: a passer-by, somebody on the beach. */
  readonly distantTorsoArea: number;
  /** Share of the person's pixels with skin tone: from here on it is a people set, however small the person. */
  readonly personSkin: number;
  /** Below this share the distant person is dressed. */
  readonly dressedSkin: number;
  /** Detector score from which a face is believed; below `doubtfulFaceScore` none is. */
  readonly faceScore: number;
  readonly doubtfulFaceScore: number;
  /** Share of the picture that a face box covers: from here on it is a portrait. */
  readonly faceArea: number;
  /** Below this share of the picture a face is that of a passer-by. */
  readonly distantFaceArea: number;
  /** Score and share of the picture from which a hand without a person is doubtful: whose is it? */
  readonly handScore: number;
  readonly handArea: number;
  /** Share of the lit picture with skin tone, nobody seen: from here on it may be a body that fills the frame. */
  readonly unexplainedSkin: number;
}

/**
 * Shares, from figures: a standing person's box of height h is about h/3 wide, and its torso 0.1·h² of a 3:2
 * picture (torso-area.ts).
 */
export const PEOPLE_THRESHOLDS: PeopleThresholds = {
  personScore: 0.5,
  // The lowest score that the embedded detector reports.
  doubtfulPersonScore: 0.2,
  // A person of half the picture's height.
  torsoArea: 0.02,
  // A person of a fifth of the picture's height: 200 px of a 1024 px proxy, and no more than a figure.
  distantTorsoArea: 0.004,
  // Face, hands and a summer dress stay below; bathing clothes and nudes do not.
  personSkin: 0.5,
  // Wood and sand behind a person count as skin too (skin-tone.ts), so this cannot be nearer to 0.
  dressedSkin: 0.2,
  faceScore: 0.6,
  // The embedded detector halves the score of a face that nothing else confirms: then this is 0.7 of what it saw.
  // At 0.3, wheels and flowers hold back twice as many photos, and no person more is found (bench people).
  doubtfulFaceScore: 0.35,
  // A tenth of the picture's width and height.
  faceArea: 0.01,
  // 56 × 56 px of a 1024 px proxy: one can still tell who it is from about here on.
  distantFaceArea: 0.003,
  handScore: 0.5,
  // A seventh of width and height: a hand that is the subject.
  handArea: 0.02,
  // A bodyscape fills most of what is lit: skin fills nine tenths of itself, so this is a body on half of the picture.
  // Of 351 photos that show nobody, fur, wood and sand hold back 110 at 0.35, 84 at 0.45 and 74 at 0.5 for nothing
  // (bench people). It is the second line: of 55 torsos with the head cut off the detectors alone miss one.
  unexplainedSkin: 0.45,
};

export interface PeopleOptions {
  readonly thresholds?: Partial<PeopleThresholds> | undefined;
  /**
   * PixelStatistics.darkRatio: before a black backdrop a body covers little of the picture and most of what is
   * lit. Null or left out: all is taken as lit.
   */
  readonly darkRatio?: number | null | undefined;
}

/** @param detections null where there is no detector, or where it failed */
export function findPeople(detections: Detections | null, options: PeopleOptions = {}): PeopleFinding {
  const thresholds = { ...PEOPLE_THRESHOLDS, ...options.thresholds };
  if (detections === null) return { verdict: 'undecided', reason: 'nothing has looked for people yet' };
  if (!isMeasured(detections)) {
    return { verdict: 'undecided', reason: 'the detector gave numbers that cannot be' };
  }
  const findings = [
    ...personFindings(detections, thresholds),
    ...faceFindings(detections, thresholds),
    ...handFindings(detections, thresholds),
    ...skinFindings(detections, thresholds, options.darkRatio ?? null),
  ];
  const strongest = (verdict: PeopleVerdict) => findings.find((finding) => finding.verdict === verdict);
  return (
    strongest('people') ??
    strongest('undecided') ??
    strongest('no-people') ?? { verdict: 'no-people', reason: 'no person, no face, little skin tone' }
  );
}

/** Persons by torso and skin. A doubtful person can only be a doubt. */
function personFindings(detections: Detections, thresholds: PeopleThresholds): PeopleFinding[] {
  const { torsoArea, skinCoverage } = detections;
  const score = Math.max(0, ...detections.objects.filter(isPerson).map((object) => object.score));
  const hasTorso = torsoArea >= thresholds.distantTorsoArea;
  if (score < thresholds.doubtfulPersonScore && !hasTorso) return [];

  const isSure = score >= thresholds.personScore;
  const who = isSure ? 'a person' : `perhaps a person (score ${score.toFixed(2)})`;
  const positive = isSure ? 'people' : 'undecided';
  const torso = `torso ${percent(torsoArea)} of the picture`;
  const skin = `skin tone on ${percent(skinCoverage)} of the person`;
  if (torsoArea >= thresholds.torsoArea) return [{ verdict: positive, reason: `${who}, ${torso}` }];
  if (skinCoverage >= thresholds.personSkin) return [{ verdict: positive, reason: `${who}, ${skin}` }];
  const isDistant = torsoArea < thresholds.distantTorsoArea;
  const isDressed = skinCoverage < thresholds.dressedSkin;
  if (isDistant && isDressed) {
    return [{ verdict: 'no-people', reason: `only ${who} far away: ${torso}, ${skin}` }];
  }
  return [
    { verdict: 'undecided', reason: `${who}, neither near nor clearly far and dressed: ${torso}, ${skin}` },
  ];
}

function faceFindings(detections: Detections, thresholds: PeopleThresholds): PeopleFinding[] {
  return detections.faces.flatMap(({ score, box }): PeopleFinding[] => {
    const area = areaOf(box);
    if (score < thresholds.doubtfulFaceScore || area < thresholds.distantFaceArea) return [];
    const size = `${percent(area)} of the picture`;
    if (score < thresholds.faceScore) {
      return [{ verdict: 'undecided', reason: `perhaps a face (score ${score.toFixed(2)}), ${size}` }];
    }
    return area >= thresholds.faceArea
      ? [{ verdict: 'people', reason: `a face, ${size}` }]
      : [{ verdict: 'undecided', reason: `a small face, ${size}` }];
  });
}

function handFindings(detections: Detections, thresholds: PeopleThresholds): PeopleFinding[] {
  return detections.hands
    .filter(({ score, box }) => score >= thresholds.handScore && areaOf(box) >= thresholds.handArea)
    .map(({ box }) => ({ verdict: 'undecided', reason: `a hand, ${percent(areaOf(box))} of the picture` }));
}

/** Skin tone where nobody was seen: coverage is of the whole picture then. */
function skinFindings(
  detections: Detections,
  thresholds: PeopleThresholds,
  darkRatio: number | null,
): PeopleFinding[] {
  if (
    detections.objects.some((object) => isPerson(object) && object.score >= thresholds.doubtfulPersonScore)
  ) {
    return [];
  }
  // Of a picture that is all black nothing is known; a twentieth keeps some bright noise from being a body.
  const lit = Math.max(0.05, 1 - (darkRatio ?? 0));
  const share = Math.min(1, detections.skinCoverage / lit);
  if (share < thresholds.unexplainedSkin) return [];
  return [{ verdict: 'undecided', reason: `nobody seen, but skin tone on ${percent(share)} of what is lit` }];
}

/** Whose hand flag is asked: `set` and `lifted` are the user's word, null is none. */
export type PeopleHandFlag = 'set' | 'lifted' | null;

/**
 * Whether a cluster is a people set: one member with people makes it one.
 * @param findings of all members; null for a photo that was not looked at
 */
export function clusterIsPeopleSet(
  findings: readonly (PeopleFinding | null)[],
  handFlag: PeopleHandFlag,
): boolean {
  if (handFlag !== null) return handFlag === 'set';
  return findings.some((finding) => finding?.verdict === 'people');
}

/**
 * Whether nothing of a cluster may leave the machine: a people set, or one that is not proven to be none. An
 * empty cluster proves nothing.
 */
export function clusterStaysHere(
  findings: readonly (PeopleFinding | null)[],
  handFlag: PeopleHandFlag,
): boolean {
  if (handFlag !== null) return handFlag === 'set';
  return findings.length === 0 || !findings.every((finding) => finding?.verdict === 'no-people');
}

const isPerson = (object: { readonly label: string }) => object.label === 'person';
const areaOf = (box: Box) => box.width * box.height;

/** `0.4 %`, `12 %`. */
function percent(share: number): string {
  const value = share * 100;
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} %`;
}

/** A number that is no share would pass every `<` or fail every `≥`: it must not prove anything. */
function isMeasured({ objects, faces, hands, torsoArea, skinCoverage }: Detections): boolean {
  const seen = [...objects.filter(isPerson), ...faces, ...hands];
  const shares = [
    torsoArea,
    skinCoverage,
    ...seen.flatMap(({ score, box }) => [score, box.width, box.height]),
  ];
  return shares.every((share) => share >= 0 && share <= 1);
}
