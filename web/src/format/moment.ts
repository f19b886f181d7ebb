import type { Language } from '../words/language.ts';
import { localeOf } from './numbers.ts';

/** A moment by the clock of who looks: 26 Nov 2026, 14:05. */
export const momentText = (iso: string, language: Language, timeZone?: string): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(timeZone !== undefined && { timeZone }),
  }).format(new Date(iso));
