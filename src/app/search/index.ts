import {
  hasSignedTerms,
  isPlainWords,
  parseSearchTerms,
  type SearchTerm,
} from '../../algorithms/search-terms.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Tag } from '../../store/store.ts';
import type { RefreshProgress } from '../../vectors/vector-index.ts';
import type { Library } from '../library.ts';
import { type LooksHit, noTextSide, searchByLooks } from './by-looks.ts';
import { tagsAmong, tagsMatching } from './by-tags.ts';
import { filteredPhotos, type MeantFilters, meantFilters, type TypedFilters } from './filters.ts';
import { findPhotoTerms } from './photo-terms.ts';

export interface SearchRequest {
  /** A regular expression over tags; plain words are looked for in pictures too, where the model takes words. */
  readonly pattern?: string | undefined;
  /** Words for looks: `beach +sunset -people`. */
  readonly texts?: readonly string[] | undefined;
  /** Paths or SHA-1s. */
  readonly like?: readonly string[] | undefined;
  readonly unlike?: readonly string[] | undefined;
  readonly filters?: Omit<TypedFilters, 'tag'> | undefined;
  /** Left out: all that is found by tags, and the best of what is found by looks. */
  readonly limit?: number | undefined;
  /** A pattern is looked for in tags alone. */
  readonly tagsOnly?: boolean | undefined;
  /** Where relative paths begin. */
  readonly workingFolder: string;
  readonly onProgress?: RefreshProgress | undefined;
}

/** One photo; the same bytes at several paths are one. */
export interface SearchHit {
  readonly sha1: Sha1;
  readonly path: string;
  /** All its present files, in order. */
  readonly paths: readonly string[];
  readonly foundBy: 'tags' | 'looks' | 'filters';
  /** The tags that matched, with prefix. */
  readonly tags: readonly string[];
  /** Cosine with what was looked for in the space of `model`; null where it was not found by looks. */
  readonly score: number | null;
  readonly model: string | null;
  /** `2014-05-03`, or null. */
  readonly day: string | null;
  readonly trustScore: number | null;
}

export interface SearchReport {
  /** By tags in order of path, then by looks, best first. */
  readonly hits: readonly SearchHit[];
  /** How many there are without the limit; what is found by looks counts only as far as it was asked for. */
  readonly total: number;
  /** What the user should know of the search: photos that could not be compared. */
  readonly notes: readonly string[];
}

type Found = Omit<SearchReport, 'total'>;

/** All photos look more or less like something: without a limit so many are shown. */
const SHOWN_BY_LOOKS = 50;

/** Looks for photos by tags, by words, by other photos, and by what is known of them. */
export async function searchPhotos(library: Library, request: SearchRequest): Promise<SearchReport> {
  const { pattern, filters = {} } = request;
  const named = [
    ...(request.like ?? []).map((name) => ({ name, sign: 1 as const })),
    ...(request.unlike ?? []).map((name) => ({ name, sign: -1 as const })),
  ];
  const texts = (request.texts ?? []).flatMap(parseSearchTerms);
  refuseEmptyText(request.texts ?? []);
  if (texts.length > 0 || named.length > 0) {
    const among = await filteredPhotos(library, { ...filters, tag: pattern });
    return withTotal(await byLooks(library, request, { texts, named, among }), request.limit);
  }
  if (pattern === undefined) {
    const meant = await meantFilters(library, filters);
    if (meant === null) throw nothingAsked();
    return byFilters(library, request, meant);
  }
  if (hasSignedTerms(pattern) && !request.tagsOnly) {
    const among = await filteredPhotos(library, filters);
    const words = { texts: parseSearchTerms(pattern), named, among };
    return withTotal(await byLooks(library, request, words), request.limit);
  }
  const tags = await tagsMatching(library, pattern);
  const byTags = await taggedWith(library, request, tags);
  if (request.tagsOnly || !isPlainWords(pattern)) return byTags;
  const looks = await alsoByLooks(library, request, await filteredPhotos(library, filters));
  const inTags = await tagsAmong(
    library,
    looks.hits.map((hit) => hit.sha1),
    tags,
  );
  const rest = looks.hits.filter((hit) => !inTags.has(hit.sha1));
  return {
    hits: [...byTags.hits, ...rest].slice(0, request.limit),
    total: byTags.total + rest.length,
    notes: byTags.total === 0 || rest.length > 0 ? looks.notes : [],
  };
}

const withTotal = ({ hits, notes }: Found, limit: number | undefined): SearchReport => ({
  hits: hits.slice(0, limit),
  total: hits.length,
  notes,
});

async function byFilters(
  library: Library,
  { limit }: SearchRequest,
  meant: MeantFilters,
): Promise<SearchReport> {
  const { total, sha1s } = await library.reading.tags.found({ ...meant, limit: limit ?? null });
  return { hits: await shownHits(library, sha1s, { foundBy: 'filters' }), total, notes: [] };
}

async function taggedWith(
  library: Library,
  { filters = {}, limit }: SearchRequest,
  tags: readonly Tag[],
): Promise<SearchReport> {
  const meant = await meantFilters(library, filters);
  const tagged = [tags, ...(meant?.tagged ?? [])];
  const { total, sha1s } = await library.reading.tags.found({
    filter: meant?.filter ?? {},
    tagged,
    limit: limit ?? null,
  });
  const own = await tagsAmong(library, sha1s, tags);
  return { hits: await shownHits(library, sha1s, { foundBy: 'tags', tags: own }), total, notes: [] };
}

async function byLooks(
  library: Library,
  request: SearchRequest,
  {
    texts,
    named,
    among,
  }: {
    texts: readonly SearchTerm[];
    named: readonly { name: string; sign: 1 | -1 }[];
    among: ReadonlySet<Sha1> | null;
  },
): Promise<Found> {
  const photos = await findPhotoTerms(library, named, request.workingFolder);
  try {
    const { limit = SHOWN_BY_LOOKS, onProgress } = request;
    const report = await searchByLooks(library, { texts, photos: photos.terms, limit, among, onProgress });
    const notes = report.photos > 0 ? report.notes : [noVectors()];
    return { hits: await shownByLooks(library, report.hits), notes };
  } finally {
    await photos.close();
  }
}

/** Of plain words: nothing but a note where the model takes none. */
async function alsoByLooks(library: Library, request: SearchRequest, among: ReadonlySet<Sha1> | null) {
  try {
    const texts = [{ text: request.pattern!, sign: 1 as const }];
    return await byLooks(library, request, { texts, named: [], among });
  } catch (error) {
    if (!(error instanceof PhotoTagError) || error.code !== 'MODEL_MISSING') throw error;
    const { message, remedy } = noTextSide(library.embedderId);
    return { hits: [], notes: [`Only tags were searched. ${message}. ${remedy}`] };
  }
}

const noVectors = (): string => 'No photo has a vector yet: photo-tag run makes them';

async function shownByLooks(library: Library, looks: readonly LooksHit[]): Promise<SearchHit[]> {
  const scores = new Map(looks.map((hit) => [hit.sha1, hit]));
  return shownHits(library, [...scores.keys()], { foundBy: 'looks', scores });
}

/** In the given order; photos without a file any more are left out. */
export async function shownHits(
  { store }: Library,
  sha1s: readonly Sha1[],
  found: {
    readonly foundBy: SearchHit['foundBy'];
    readonly tags?: ReadonlyMap<Sha1, readonly string[]>;
    readonly scores?: ReadonlyMap<Sha1, LooksHit>;
  },
): Promise<SearchHit[]> {
  const files = await store.files.ofPhotos(sha1s);
  const times = await store.photos.captureTimesOf(sha1s);
  return sha1s.flatMap((sha1): SearchHit[] => {
    const paths = (files.get(sha1) ?? []).map((file) => file.path);
    const [path] = paths;
    if (path === undefined) return [];
    const time = times.get(sha1);
    const score = found.scores?.get(sha1);
    return [
      {
        sha1,
        path,
        paths,
        foundBy: found.foundBy,
        tags: found.tags?.get(sha1) ?? [],
        score: score?.score ?? null,
        model: score?.model ?? null,
        day: time?.wallMillis == null ? null : new Date(time.wallMillis).toISOString().slice(0, 10),
        trustScore: time?.trustScore ?? null,
      },
    ];
  });
}

function refuseEmptyText(texts: readonly string[]): void {
  const empty = texts.find((text) => parseSearchTerms(text).length === 0);
  if (empty === undefined) return;
  throw new PhotoTagError('USAGE', `--text “${empty}” has no words`, {
    remedy: 'Say what the picture shows: --text "beach +sunset -people".',
  });
}

function nothingAsked(): PhotoTagError {
  return new PhotoTagError('USAGE', 'Nothing to search for', {
    remedy:
      'Name a tag or words (photo-tag search "blue door"), a photo (--like PHOTO), or a filter (--from 2014 --camera Pentax).',
  });
}
