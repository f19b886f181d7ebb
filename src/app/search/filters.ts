import { hasPhrase, wordsOf } from '../../algorithms/path-words.ts';
import { parseSaidTime } from '../../algorithms/said-time.ts';
import type { WallInterval } from '../../domain/capture-time.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { PhotoFilter, Tag } from '../../store/store.ts';
import type { Library } from '../library.ts';
import { tagsMatching } from './by-tags.ts';

/** What found photos must be, as it was typed. */
export interface TypedFilters {
  /** 2014, 2014-05 or 2014-05-03, of the resolved date; both ends are meant. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Lowest trust of the date, 0 to 1. */
  readonly trust?: string | undefined;
  /** Part of make and model. */
  readonly camera?: string | undefined;
  /** A place or city of the vocabulary, or another name of it. */
  readonly place?: string | undefined;
  readonly people?: string | undefined;
  readonly reviewed?: string | undefined;
  /** A regular expression that a tag matches. */
  readonly tag?: string | undefined;
}

/** The filters as the store takes them. */
export interface MeantFilters {
  readonly filter: PhotoFilter;
  /** A photo must have a tag of each list. */
  readonly tagged: readonly (readonly Tag[])[];
}

/**
 * What is meant by filters; null where there is none.
 * @throws USAGE for a value that is none
 */
export async function meantFilters(library: Library, typed: TypedFilters): Promise<MeantFilters | null> {
  const filter = {
    fromMillis: typed.from === undefined ? undefined : intervalNamed(typed.from, '--from ').startMillis,
    toMillis: typed.to === undefined ? undefined : intervalNamed(typed.to, '--to ').endMillis,
    leastTrust: typed.trust === undefined ? undefined : shareOf(typed.trust),
    camera: typed.camera,
    inPeopleSet: typed.people === undefined ? undefined : yesOrNo('--people', typed.people),
    reviewed: typed.reviewed === undefined ? undefined : yesOrNo('--reviewed', typed.reviewed),
  };
  const tagged: (readonly Tag[])[] = [];
  if (typed.tag !== undefined) tagged.push(await tagsMatching(library, typed.tag));
  if (typed.place !== undefined) tagged.push(await tagsOfPlace(library, typed.place));
  const isNone = tagged.length === 0 && Object.values(filter).every((value) => value === undefined);
  return isNone ? null : { filter, tagged };
}

/**
 * The present photos that pass all filters; null where there is no filter.
 * @throws USAGE for a value that is none
 */
export async function filteredPhotos(
  library: Library,
  typed: TypedFilters,
): Promise<ReadonlySet<Sha1> | null> {
  const meant = await meantFilters(library, typed);
  if (meant === null) return null;
  return new Set((await library.reading.tags.found({ ...meant, limit: null })).sha1s);
}

async function tagsOfPlace({ reading, settings }: Library, name: string): Promise<Tag[]> {
  const { terms, cities } = settings.vocabulary;
  const places = [...terms.filter((term) => term.kind === 'place'), ...cities];
  // Rio is found as Rio de Janeiro too, and Urbana as Urbana–Champaign.
  const named = places.filter((place) =>
    [place.name, ...(place.aliases ?? [])].some((word) => hasPhrase(wordsOf(word), name)),
  );
  if (named.length === 0) {
    throw new PhotoTagError('USAGE', `No place is called ${name}`, {
      remedy: 'Places are those of the vocabulary and of ai_tagging.city_whitelist: Rio, Venice, Urbana…',
    });
  }
  const words = named
    .flatMap((place) => [place.name, ...(place.aliases ?? [])])
    .map((word) => wordsOf(word).join(' '));
  const names = await reading.tags.everyName();
  return names.filter((tag) => words.includes(wordsOf(tag.name).join(' ')));
}

/**
 * What is meant by a date as it is typed.
 * @param said before it in the message: `--from `
 * @throws USAGE where it is none
 */
export function intervalNamed(text: string, said = ''): WallInterval {
  const time = parseSaidTime(text);
  if (time?.kind === 'interval') return time.interval;
  if (time !== null) return { startMillis: time.wallMillis, endMillis: time.wallMillis };
  throw new PhotoTagError('USAGE', `${said}${text} is no date`, {
    remedy: 'Write 2014, 2014-05, 2014-05-03 or 2014-05-03T14:30.',
  });
}

function shareOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new PhotoTagError('USAGE', `--trust ${text} is no trust`, {
    remedy: 'Write a number from 0 to 1, as 0.8.',
  });
}

function yesOrNo(option: string, text: string): boolean {
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new PhotoTagError('USAGE', `${option} ${text} is neither yes nor no`, {
    remedy: `Write ${option} yes or ${option} no.`,
  });
}
