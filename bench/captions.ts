import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildLabelModels } from '../src/algorithms/labels/build-label-models.ts';
import { probabilityOf } from '../src/algorithms/labels/label-model.ts';
import { mineWords } from '../src/algorithms/mine-words/index.ts';
import { phraseSet } from '../src/algorithms/mine-words/phrase-set.ts';
import { foldKey, foldWord } from '../src/algorithms/words/fold-words.ts';
import { SEED_CONCEPT_BANK } from '../src/config/seed-concept-bank.ts';
import { createWinkParser } from '../src/models/wink/phrase-parser.ts';
import { type ClipVectors, clipVectors } from './clip-vectors.ts';
import { median } from './median.ts';
import { type BenchGoal, type BenchOptions, type BenchReport, thisMachine } from './report.ts';

interface CaptionByEye {
  readonly photo: number;
  readonly caption: string;
  readonly worth: readonly string[];
  readonly wrong: readonly string[];
  readonly names: readonly string[];
}

const ROUNDS = 5;

/**
 * Words of captions: how fast they are mined, beside the parser alone; how many are worth keeping on thirty captions
 * written by eye, beside all nouns of the parser; and what becomes of words that are not in the photo, with real CLIP
 * vectors where ../shared/clip is there.
 */
export async function run({ size }: BenchOptions): Promise<BenchReport> {
  const captions = JSON.parse(
    readFileSync(resolve(import.meta.dirname, '../test/data/captions-by-eye.json'), 'utf8'),
  ) as CaptionByEye[];
  const parser = createWinkParser();
  const known = phraseSet(SEED_CONCEPT_BANK);
  const many = Array.from({ length: size }, (_, i) => captions[i % captions.length]!.caption);
  await parser.parse(many.slice(0, 100));
  const seconds = { parsed: [] as number[], mined: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    let started = process.cpuUsage();
    const parsed = await parser.parse(many);
    seconds.parsed.push(cpuSeconds(started));
    started = process.cpuUsage();
    for (const words of parsed) mineWords(words, known);
    seconds.mined.push(cpuSeconds(started));
  }
  const parseRate = size / median(seconds.parsed);
  const rate = size / (median(seconds.parsed) + median(seconds.mined));

  const found = await Promise.all(
    captions.map(async ({ caption, ...eye }) => {
      const words = (await parser.parse([caption]))[0]!;
      return {
        ...eye,
        mined: mineWords(words, known),
        nouns: new Set(words.filter(({ kind }) => kind === 'noun').map(({ text }) => foldKey(text))),
      };
    }),
  );
  const ours = quality(
    found.map((one) => ({
      ...one,
      words: one.mined.filter(({ isName }) => !isName).map(({ word }) => foldKey(word)),
    })),
  );
  const plain = quality(found.map((one) => ({ ...one, words: [...one.nouns] })));
  const names = found.flatMap((one) =>
    one.names.map((name) => one.mined.some(({ word, isName }) => isName && foldKey(word) === foldKey(name))),
  );
  const clip = clipVectors();
  const looks = clip === null ? null : looksOf(found, clip);
  return {
    name: 'captions',
    machine: thisMachine(),
    rows: [
      { what: 'parser alone', 'captions/s of one core': parseRate },
      { what: 'parsed and mined', 'captions/s of one core': rate },
      {
        words: 'mined',
        'worth keeping': ours.precision,
        'of those worth it': ours.recall,
        number: ours.count,
      },
      {
        words: 'all nouns',
        'worth keeping': plain.precision,
        'of those worth it': plain.recall,
        number: plain.count,
      },
      ...(looks === null
        ? []
        : [
            {
              'words with a text vector': 'in the photo',
              number: looks.right.length,
              proposed: shareOf(looks.right),
            },
            {
              'words with a text vector': 'made up',
              number: looks.wrong.length,
              proposed: shareOf(looks.wrong),
            },
          ]),
    ],
    goals: [
      goal('mined a second, on one core', '≥ 2,000', rate, rate >= 2000),
      goal('of the mined words, worth keeping', '≥ 0.85', ours.precision, ours.precision >= 0.85),
      goal('of the words worth keeping, mined', '≥ 0.85', ours.recall, ours.recall >= 0.85),
      goal('names marked as such', '≥ 0.9', shareOf(names), shareOf(names) >= 0.9),
      goal(
        'made-up words proposed (without the vectors: all)',
        '≤ 0.1',
        looks && shareOf(looks.wrong),
        looks !== null && shareOf(looks.wrong) <= 0.1,
      ),
    ],
  };
}

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

/** What was made up is mined rightly: that it is not there is for others to find. */
function quality(
  found: readonly (Pick<CaptionByEye, 'worth' | 'wrong'> & { readonly words: readonly string[] })[],
) {
  let [right, count, wanted] = [0, 0, 0];
  for (const { worth, wrong, words } of found) {
    const good = new Set([...worth, ...wrong].map(foldKey));
    right += words.filter((word) => good.has(word)).length;
    count += words.length;
    wanted += good.size;
  }
  return { precision: right / count, recall: right / wanted, count };
}

/** Of the words that have a text vector, whether each would be proposed: those in the photo, and those made up. */
function looksOf(found: readonly CaptionByEyeFound[], clip: ClipVectors) {
  const texts = textsByWord(clip);
  const { photos } = clip;
  const space = { sample: photos, distractors: [...texts.values()].filter((_, i) => i % 5 === 0) };
  const isProposed = (word: string, photo: number): boolean[] => {
    const text = texts.get(foldKey(word));
    if (text === undefined) return [];
    const [model] = buildLabelModels(
      [{ layer: 'AI', name: word, texts: [text], accepted: [], rejected: [] }],
      space,
    );
    return [model!.withheld === null && probabilityOf(model!, photos[photo]!) >= model!.threshold];
  };
  const mined = ({ mined }: CaptionByEyeFound) =>
    mined.filter(({ isName }) => !isName).map(({ word }) => foldWord(word));
  const isOf = (words: readonly string[]) => (word: string) =>
    words.some((one) => foldKey(one) === foldKey(word));
  return {
    right: found.flatMap((one) =>
      mined(one)
        .filter(isOf(one.worth))
        .flatMap((word) => isProposed(word, one.photo)),
    ),
    wrong: found.flatMap((one) =>
      mined(one)
        .filter(isOf(one.wrong))
        .flatMap((word) => isProposed(word, one.photo)),
    ),
  };
}

type CaptionByEyeFound = Omit<CaptionByEye, 'caption'> & {
  readonly mined: readonly { readonly word: string; readonly isName: boolean }[];
};

const goal = (what: string, wanted: string, value: number | null, holds: boolean): BenchGoal => ({
  what,
  goal: wanted,
  value,
  holds,
});

const shareOf = (verdicts: readonly boolean[]): number =>
  verdicts.filter(Boolean).length / Math.max(1, verdicts.length);

/** Of the words of LVIS, by `foldKey`; of words that are the same, the first. */
function textsByWord({ names, texts }: ClipVectors): Map<string, Float32Array> {
  const byWord = new Map<string, Float32Array>();
  for (const [index, name] of names.entries()) {
    const key = foldKey(name.replace(/_?\(.*\)/, '').replaceAll('_', ' '));
    if (!byWord.has(key)) byWord.set(key, texts[index]!);
  }
  return byWord;
}
