import {
  hasSignedTerms,
  isPlainWords,
  parseSearchTerms,
  type SearchTerm,
} from '../../algorithms/search-terms.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { RefreshProgress } from '../../vectors/vector-index.ts';
import type { Library } from '../library.ts';
import { type LooksHit, noTextSide, searchByLooks } from './by-looks.ts';
import { tagged } from './by-tags.ts';
import { filteredPhotos, type TypedFilters } from './filters.ts';
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

/** All photos look more or less like something: without a limit so many are shown. */
const SHOWN_BY_LOOKS = 50;

/** Looks for photos by tags, by words, by other photos, and by what is known of them. */
export async function searchPhotos(library: Library, request: SearchRequest): Promise<SearchReport> {
  const { hits, notes } = await search(library, request);
  return { hits: hits.slice(0, request.limit), total: hits.length, notes };
}

type Found = Omit<SearchReport, 'total'>;

async function search(library: Library, request: SearchRequest): Promise<Found> {
  const { pattern, filters = {} } = request;
  const named = [
    ...(request.like ?? []).map((name) => ({ name, sign: 1 as const })),
    ...(request.unlike ?? []).map((name) => ({ name, sign: -1 as const })),
  ];
  const texts = (request.texts ?? []).flatMap(parseSearchTerms);
  refuseEmptyText(request.texts ?? []);
  if (texts.length > 0 || named.length > 0) {
    const among = await filteredPhotos(library, { ...filters, tag: pattern });
    return byLooks(library, request, { texts, named, among });
  }
  const among = await filteredPhotos(library, filters);
  if (pattern === undefined) {
    if (among === null) throw nothingAsked();
    return { hits: await shown(library, [...among], { foundBy: 'filters' }), notes: [] };
  }
  if (hasSignedTerms(pattern) && !request.tagsOnly) {
    return byLooks(library, request, { texts: parseSearchTerms(pattern), named, among });
  }
  const tags = await tagged(library, pattern);
  const sha1s = [...tags.keys()].filter((sha1) => among?.has(sha1) ?? true);
  const byTags = await shown(library, sha1s, { foundBy: 'tags', tags });
  if (request.tagsOnly || !isPlainWords(pattern)) return { hits: byTags, notes: [] };
  const looks = await alsoByLooks(library, request, among);
  const rest = looks.hits.filter((hit) => !tags.has(hit.sha1));
  return { hits: [...byTags, ...rest], notes: byTags.length === 0 || rest.length > 0 ? looks.notes : [] };
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
  return shown(library, [...scores.keys()], { foundBy: 'looks', scores });
}

/** By path, but in the given order where they were found by looks. */
async function shown(
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
  const hits = sha1s.flatMap((sha1): SearchHit[] => {
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
  return found.scores ? hits : hits.sort((a, b) => (a.path < b.path ? -1 : 1));
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
