import type { DatePrecision } from '../domain/capture-time.ts';
import type { SaneRange } from './sane-range.ts';
import { PRECISION_RANK, periodOf, wallMillisOf } from './wall-time.ts';

/**
 * Dates in folder and file names.
 *
 * The art is in what is *not* a date: `IMG_1999.JPG` is the 1,999th picture, `DSC20140503123` a serial number.
 * A number wrongly read as a date is the worse mistake: it can overrule EXIF (see resolve-date.ts). A date
 * that is missed costs one weak witness. So a bare year, which looks most like a counter, needs the most.
 */

/** A date that a folder or file name says. */
export interface PathDateToken {
  /** Start of the second, day, month or year that is named. */
  readonly wallMillis: number;
  readonly precision: DatePrecision;
  /** The characters that were read: `20190703_101500`. */
  readonly text: string;
  /** The folder or file name that they stand in. */
  readonly name: string;
  /** 0 for the first folder below the root. */
  readonly depth: number;
  readonly inFileName: boolean;
}

/**
 * All dates in a path, the best first: the most precise, then the deepest, then the earliest.
 * @param relativePath below its root, with `/` or `\`
 * @param range years outside of it are no dates
 */
export function findPathDateTokens(relativePath: string, range: SaneRange): PathDateToken[] {
  const names = relativePath.split(/[/\\]/).filter((name) => name !== '');
  const last = names.length - 1;
  const tokens: PathDateToken[] = [];
  for (const [depth, name] of names.entries()) {
    const inFileName = depth === last;
    for (const date of datesInName(name, inFileName, range))
      tokens.push({ ...date, name, depth, inFileName });
  }
  tokens.push(...datesInFolderChains(names.slice(0, last), range));
  return tokens.sort(
    (a, b) =>
      PRECISION_RANK[b.precision] - PRECISION_RANK[a.precision] ||
      b.depth - a.depth ||
      a.wallMillis - b.wallMillis,
  );
}

type NamedDate = Pick<PathDateToken, 'wallMillis' | 'precision' | 'text'>;

/** One way to write a date. Groups: y, m, d, and h, i, s for the time of day. */
interface Pattern {
  readonly regex: RegExp;
  readonly precision: DatePrecision;
  /** Whether the match may be a date where it stands. */
  readonly standsRight: (name: string, start: number, end: number, inFileName: boolean) => boolean;
}

const anywhere = () => true;
const onlyInFolders = (_name: string, _start: number, _end: number, inFileName: boolean) => !inFileName;

/** Finest first: what one pattern has read, no later one reads again. */
const PATTERNS: readonly Pattern[] = [
  {
    // 2014-05-03 10.22.07, 2021-03-04-101500 (Signal), 2019-07-03 at 10.15.00 (WhatsApp). With AM or PM the hour
    // would be half a day off: then only the day is read.
    regex:
      /(?<!\d)(?<y>\d{4})(?<a>[-_. ])(?<m>\d\d)\k<a>(?<d>\d\d)(?: at |_at_|[ _T-]+)(?<h>\d\d)(?<b>[-_.:h]?)(?<i>\d\d)\k<b>(?<s>\d\d)(?:[.,]?\d{1,3})?(?!\d|\s?[AP]M(?![A-Z]))/gi,
    precision: 'second',
    standsRight: anywhere,
  },
  {
    // 20190703_101500, 20190703101500, 20240102_101500123 (Pixel), 20140503_10_22_07 (Windows Phone).
    regex:
      /(?<!\d)(?<y>\d{4})(?<m>\d\d)(?<d>\d\d)[-_T .]?(?<h>\d\d)(?<b>[-_.:]?)(?<i>\d\d)\k<b>(?<s>\d\d)(?:\d{3})?(?!\d)/gi,
    precision: 'second',
    standsRight: isOnlyNumberOfItsWord,
  },
  {
    // 2014-05-03-07, 2014-05-03 – 07: a folder of several days says the month.
    regex:
      /(?<!\d)(?<y>\d{4})(?<a>[-_.])(?<m>\d\d)\k<a>(?<first>\d\d) ?[-–_+&] ?(?<last>\d\d)(?!\d|[-_.:]\d)/g,
    precision: 'month',
    standsRight: onlyInFolders,
  },
  {
    regex: /(?<!\d)(?<y>\d{4})(?<a>[-_. ])(?<m>\d\d)\k<a>(?<d>\d\d)(?!\d)/g,
    precision: 'day',
    standsRight: anywhere,
  },
  {
    regex: /(?<!\d)(?<y>\d{4})(?<m>\d\d)(?<d>\d\d)(?!\d)/g,
    precision: 'day',
    standsRight: isOnlyNumberOfItsWord,
  },
  {
    // In file names only with a hyphen: `Paris_2014_05` is as likely the fifth picture of 2014.
    regex: /(?<![\p{L}\d])(?<y>\d{4})(?<a>[-_.])(?<m>\d\d)(?![\p{L}\d])/gu,
    precision: 'month',
    standsRight: (name, start, _end, inFileName) =>
      !inFileName || (name[start + 4] === '-' && !isCameraCounter(name, start)),
  },
  {
    regex: /(?<![\p{L}\d])(?<y>\d{4})(?![\p{L}\d])/gu,
    precision: 'year',
    standsRight: isYear,
  },
];

/** Photography began in 1826: most counters are out before any pattern is tried. */
const YEAR_DIGITS = /[12]\d{3}/;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** With a letter in it, so that the day of `2014.05.03` is not taken for one. */
const EXTENSION = /\.(?=\d*[a-z])[a-z0-9]{1,5}$/i;
/** Stands where a date was read; neither letter nor digit nor space. */
const READ = '\u0000';

function datesInName(name: string, inFileName: boolean, range: SaneRange): NamedDate[] {
  if (!YEAR_DIGITS.test(name) || (!inFileName && isDayOfCopying(name))) return [];
  let rest = (inFileName ? name.replace(EXTENSION, '') : name).replace(UUID, (id) => READ.repeat(id.length));
  const dates: NamedDate[] = [];
  for (const { regex, precision, standsRight } of PATTERNS) {
    const found: NamedDate[] = [];
    const before = rest;
    for (const match of before.matchAll(regex)) {
      const end = match.index + match[0].length;
      if (!standsRight(before, match.index, end, inFileName)) continue;
      const wallMillis = readMatch(match.groups ?? {});
      if (wallMillis !== null && isInRange(wallMillis, precision, range)) {
        found.push({ wallMillis, precision, text: match[0] });
      } else if (precision === 'second' || match.groups?.first !== undefined) {
        // `20140503_996512` is no time of day, but may still be a day. `2014-13-45` is nothing at all.
        continue;
      }
      rest = rest.slice(0, match.index) + READ.repeat(match[0].length) + rest.slice(end);
    }
    const date = commonDate(found);
    if (date !== null) dates.push(date);
  }
  return dates;
}

function readMatch(groups: Readonly<Record<string, string | undefined>>): number | null {
  const { y, m, d, h, i, s, first, last } = groups;
  const number = (text: string | undefined, absent: number) => (text === undefined ? absent : Number(text));
  if (first !== undefined && last !== undefined) {
    const ascends = Number(first) < Number(last);
    const exists = [first, last].every(
      (day) => wallMillisOf(number(y, 0), number(m, 1), Number(day)) !== null,
    );
    if (!ascends || !exists) return null;
  }
  return wallMillisOf(number(y, 0), number(m, 1), number(d, 1), number(h, 0), number(i, 0), number(s, 0));
}

/** A year counts where any day of it is sane. */
function isInRange(wallMillis: number, precision: DatePrecision, range: SaneRange): boolean {
  const { startMillis, endMillis } = periodOf(wallMillis, precision);
  return endMillis >= range.fromWallMillis && startMillis <= range.toWallMillis;
}

const COARSER: Readonly<Record<DatePrecision, DatePrecision | null>> = {
  second: 'day',
  hour: 'day',
  day: 'month',
  month: 'year',
  year: null,
};

/** `2014-05-03 to 2014-05-07` says May 2014, `1998-2001` nothing: the finest period that holds all dates. */
function commonDate(dates: readonly NamedDate[]): NamedDate | null {
  const first = dates[0];
  if (first === undefined) return null;
  const text = dates.map((date) => date.text).join(' … ');
  for (let precision: DatePrecision | null = first.precision; precision; precision = COARSER[precision]) {
    const starts = new Set(
      dates.map((date) => periodOf(date.wallMillis, precision as DatePrecision).startMillis),
    );
    const [wallMillis] = starts;
    if (starts.size === 1 && wallMillis !== undefined) return { wallMillis, precision, text };
  }
  return null;
}

/** `2014/05/03` and `2014/05` as folders in folders, as many import programs make them. */
function datesInFolderChains(folders: readonly string[], range: SaneRange): PathDateToken[] {
  const tokens: PathDateToken[] = [];
  for (const [index, year] of folders.entries()) {
    const [month = '', day = ''] = folders.slice(index + 1, index + 3);
    if (!/^\d{4}$/.test(year) || !/^\d\d$/.test(month)) continue;
    const hasDay = /^\d\d$/.test(day);
    const wallMillis = wallMillisOf(Number(year), Number(month), hasDay ? Number(day) : 1);
    const precision = hasDay ? 'day' : 'month';
    if (wallMillis === null || !isInRange(wallMillis, precision, range)) continue;
    const text = [year, month, ...(hasDay ? [day] : [])].join('/');
    const depth = index + (hasDay ? 2 : 1);
    tokens.push({ wallMillis, precision, text, name: text, depth, inFileName: false });
  }
  return tokens;
}

/** Hashes have more digits around: `3f20140503b7`. A prefix of letters is fine: `IMG20190703101500`. */
function isOnlyNumberOfItsWord(name: string, start: number, end: number): boolean {
  const before = /[\p{L}\d]*$/u.exec(name.slice(0, start))?.[0] ?? '';
  const after = /^[\p{L}\d]*/u.exec(name.slice(end))?.[0] ?? '';
  return !/\d/.test(before + after);
}

/**
 * DCF (JEITA CP-3461) names files with four free characters and a counter from 0001 to 9999, and folders with
 * a counter from 100 to 999 and five free characters.
 */
const DCF_FREE_CHARACTERS = /^[A-Za-z0-9_]{4}$/;
const DCF_FOLDER = /^[1-9]\d\d[A-Za-z0-9_]{5}$/;
/** What cameras, phones and scanners put before a counter. */
const COUNTED_WORD =
  /(?:^|[^\p{L}])_?(?:img|image|imgp|dsc|dscf|dscn|mg|mvi|mov|pict?|picture|p|sam|cimg|gopr|photo|foto|bild|scan|file|frame|nr|no|iso)[\s_-]*$/iu;

/** True where the four digits at `start` are a camera's counter. */
function isCameraCounter(stem: string, start: number): boolean {
  const before = stem.slice(0, start);
  return DCF_FREE_CHARACTERS.test(before) || COUNTED_WORD.test(before);
}

/**
 * In a folder name a year is any word of four digits. In a file name it must stand by itself between spaces or
 * brackets, or lead (`2012_Paris_01`), beside at least one letter: `Paris_2012` is as likely a counter.
 */
function isYear(name: string, start: number, end: number, inFileName: boolean): boolean {
  const before = name.slice(0, start);
  const after = name.slice(end);
  if (/^\s?(?:px|pixels?|dpi|ppi)(?!\p{L})/iu.test(after)) return false;
  if (!inFileName) return !DCF_FOLDER.test(name);
  if (isCameraCounter(name, start) || !/\p{L}/u.test(name)) return false;
  const standsAlone = /(?:^|[\s([{,;])$/.test(before) && /^(?:$|[\s)\]},;])/.test(after);
  return standsAlone || (before === '' && /^[-_]/.test(after));
}

/**
 * `2019-01-15 backup`, `Export 2019`: the day of the copying, which says nothing of the photos. Only where no
 * other word is beside it: `2014 Paris backup` still says 2014.
 */
function isDayOfCopying(folder: string): boolean {
  const words = (folder.match(/\p{L}+/gu) ?? []).map((word) => word.toLowerCase());
  return (
    words.some((word) => COPYING_WORDS.has(word)) &&
    words.every((word) => COPYING_WORDS.has(word) || FILL_WORDS.has(word))
  );
}

const COPYING_WORDS: ReadonlySet<string> = new Set(
  'back backup backups bak export exports exported upload uploads uploaded download downloads sync sicherung sauvegarde respaldo'.split(
    ' ',
  ),
);
const FILL_WORDS: ReadonlySet<string> = new Set(
  'up full old new my all photo photos picture pictures image images foto fotos bilder camera to from of'.split(
    ' ',
  ),
);

/** The date of the first path that has the finest one; null where none has any. */
export function bestPathDateToken(relativePaths: readonly string[], range: SaneRange): PathDateToken | null {
  let best: PathDateToken | null = null;
  for (const path of relativePaths) {
    const [token] = findPathDateTokens(path, range);
    if (token === undefined) continue;
    const finer = best === null ? 1 : PRECISION_RANK[token.precision] - PRECISION_RANK[best.precision];
    // Of two folders that a photo lies in, the earlier: filing again makes dates later, never earlier.
    if (best === null || finer > 0 || (finer === 0 && token.wallMillis < best.wallMillis)) best = token;
  }
  return best;
}
