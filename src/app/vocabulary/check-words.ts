import { foldKey, likenessOf, type WordLikeness } from '../../algorithms/words/fold-words.ts';
import { nearestWords } from '../../algorithms/words/nearest-words.ts';
import { wordFinder, wordsFor } from '../../algorithms/words/word-finder.ts';
import type { SeedTerm } from '../../config/seed-vocabulary.ts';
import type { TagKey } from '../../domain/vocabulary-change.ts';
import type { Library } from '../library.ts';
import { currentVocabulary } from './change-vocabulary.ts';
import { planFollow } from './follow-vocabulary.ts';
import { shellWord } from './term-words.ts';

/** Two words that may be one. */
export interface MergeCandidate {
  readonly one: TagKey;
  readonly other: TagKey;
  /** In what they differ; `meaning`: only a model of texts says that they are near. */
  readonly likeness: WordLikeness | 'meaning';
  /** Of their texts, −1 to 1; null where it was not asked. */
  readonly cosine: number | null;
  readonly photos: readonly [number, number];
  /** Photos that have both. */
  readonly both: number;
  /** The command that makes them one. */
  readonly command: string;
}

export interface VocabularyCheck {
  readonly candidates: readonly MergeCandidate[];
  /** Terms that no photo has. */
  readonly unused: readonly string[];
  /** Tags CK of photos that are no term (any more). */
  readonly strangers: readonly { readonly name: string; readonly photos: number }[];
  /** Sidecars whose keywords are spelled otherwise than the vocabulary says. */
  readonly otherwise: number;
  /** Whether the embedder could be asked what texts mean. */
  readonly hasTexts: boolean;
}

/** Freeform words that are compared by meaning: the most used, so that it ends within seconds. */
const MOST_WORDS = 1500;

/** What of a vocabulary could be tidied, with what speaks for it. Writes nothing. */
export async function checkWords(library: Library): Promise<VocabularyCheck> {
  const { store, settings } = library;
  const { terms } = await currentVocabulary(library);
  const counts = await store.tags.names();
  const photosOf = new Map(counts.map(({ layer, name, photos }) => [`${layer}:${name}`, photos]));
  const words: TagKey[] = [
    ...new Map(terms.map(({ name }) => [name, { layer: 'CK' as const, name }])).values(),
    ...counts.flatMap(({ layer, name }) => (layer === 'AI' ? { layer, name } : [])),
  ];
  const pairs = [...samePairs(terms, words), ...(await nearPairs(library, words))];
  const seen = new Set<string>();
  const candidates: MergeCandidate[] = [];
  for (const { one, other, likeness, cosine } of pairs) {
    const key = [keyOf(one), keyOf(other)].sort().join('\n');
    if (seen.has(key) || isKeptApart(terms, one, other)) continue;
    seen.add(key);
    const photos = [photosOf.get(keyOf(one)) ?? 0, photosOf.get(keyOf(other)) ?? 0] as const;
    const both = await store.vocabulary.countBoth(one, other);
    const command = `photo-tag vocab merge ${typedTag(other)} --into ${typedTag(one)}`;
    candidates.push({ one, other, likeness, cosine, photos, both, command });
  }
  const known = new Set([...terms, ...settings.vocabulary.cities].map(({ name }) => name));
  let otherwise = 0;
  for await (const page of planFollow(library)) otherwise += page.changes.length + page.problems.length;
  const embedder = await library.embedderOf(library.embedderId).catch(() => null);
  return {
    candidates,
    unused: [...new Set(terms.flatMap(({ name }) => ((photosOf.get(`CK:${name}`) ?? 0) === 0 ? name : [])))],
    strangers: counts.flatMap(({ layer, name, photos }) =>
      layer === 'CK' && !known.has(name) ? { name, photos } : [],
    ),
    otherwise,
    hasTexts: embedder?.promptTemplate !== undefined,
  };
}

interface Pair extends Pick<MergeCandidate, 'likeness' | 'cosine'> {
  readonly one: TagKey;
  readonly other: TagKey;
}

/** Words that are the same but for number, spelling or a synonym of the table; a term before a freeform word. */
function samePairs(terms: readonly SeedTerm[], words: readonly TagKey[]): Pair[] {
  const find = wordFinder(terms);
  const pairs: Pair[] = [];
  const firsts = new Map<string, TagKey>();
  for (const word of words) {
    const term = word.layer === 'AI' ? find(word.name) : null;
    const first = term === null ? firsts.get(foldKey(word.name)) : ({ layer: 'CK', name: term } as const);
    if (first === undefined) {
      firsts.set(foldKey(word.name), word);
      continue;
    }
    const said = terms.find(({ name }) => name === first.name);
    const likenesses = (said && first.layer === 'CK' ? wordsFor(said) : [first.name]).flatMap(
      (one) => likenessOf(one, word.name) ?? [],
    );
    const likeness = (['case', 'number', 'spelling', 'synonym'] as const).find((one) =>
      likenesses.includes(one),
    );
    pairs.push({ one: first, other: word, likeness: likeness ?? 'synonym', cosine: null });
  }
  return pairs;
}

/** Words whose texts are nearest to each other, where the embedder has a text side. */
async function nearPairs(library: Library, words: readonly TagKey[]): Promise<Pair[]> {
  const embedder = await library.embedderOf(library.embedderId).catch(() => null);
  if (embedder?.promptTemplate === undefined) return [];
  const asked = words.slice(0, MOST_WORDS);
  const vectors = await embedder.embedTexts(asked.map(({ name }) => `a ${name}`));
  if (vectors === null) return [];
  return nearestWords(vectors).map(({ first, second, cosine }) => ({
    ...{ one: asked[first]!, other: asked[second]! },
    ...{ likeness: 'meaning', cosine },
  }));
}

/** The vocabulary says itself that they are two: one excludes the other, stands above it, or is for people sets alone. */
function isKeptApart(terms: readonly SeedTerm[], one: TagKey, other: TagKey): boolean {
  if (one.layer !== 'CK' || other.layer !== 'CK') return false;
  const [a, b] = [one.name, other.name].map((name) => terms.filter((term) => term.name === name)) as [
    SeedTerm[],
    SeedTerm[],
  ];
  const speaksOf = (these: SeedTerm[], name: string) =>
    these.some(({ parent, excludes = [] }) => parent === name || excludes.includes(name));
  const isPeople = (these: SeedTerm[]) => these.every(({ kind }) => kind === 'people');
  return speaksOf(a, other.name) || speaksOf(b, one.name) || isPeople(a) !== isPeople(b);
}

const keyOf = ({ layer, name }: TagKey): string => `${layer}:${name}`;
const typedTag = ({ layer, name }: TagKey): string => shellWord(layer === 'AI' ? `AI:${name}` : name);
