import type { Language } from '../words/language.ts';
import { localeOf } from './numbers.ts';

/**
 * A wall clock without zone, as the server says it: it is shown as it is, whatever zone the browser is in.
 * @param wall ISO 8601 without zone
 */
const instantOf = (wall: string): Date => new Date(`${wall.replace(/Z$/, '')}Z`);

const FORMS = {
  day: { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  clock: { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' },
  month: { month: 'short', year: 'numeric', timeZone: 'UTC' },
  year: { year: 'numeric', timeZone: 'UTC' },
} as const;
/** Making a formatter takes longer than a row of a list may: each is made once. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function text(wall: string, form: keyof typeof FORMS, language: Language): string {
  const key = `${language} ${form}`;
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(localeOf(language), FORMS[form]);
  formatters.set(key, formatter);
  return formatter.format(instantOf(wall));
}

export const dayText = (wall: string, language: Language): string => text(wall, 'day', language);
const clockText = (wall: string, language: Language): string => text(wall, 'clock', language);

/** Of a tick of an axis; a moment is the clock with its day. */
export function tickText(wall: string, form: keyof typeof FORMS | 'moment', language: Language): string {
  if (form !== 'moment') return text(wall, form, language);
  return `${dayText(wall, language)}, ${clockText(wall, language)}`;
}

/** 3 May 2014, 10:00–10:05; with both days where they differ; empty where no time is known. */
export function intervalText(start: string | null, end: string | null, language: Language): string {
  if (start === null) return '';
  const from = `${dayText(start, language)}, ${clockText(start, language)}`;
  if (end === null || end.slice(0, 16) === start.slice(0, 16)) return from;
  if (end.slice(0, 10) === start.slice(0, 10)) return `${from}–${clockText(end, language)}`;
  return `${from} – ${dayText(end, language)}, ${clockText(end, language)}`;
}
