import type { Language } from '../words/language.ts';

const LOCALES: Record<Language, string> = { en: 'en-GB', pt: 'pt-BR' };

export const localeOf = (language: Language): string => LOCALES[language];

/** Making a formatter takes longer than a row of a list may: each is made once. */
const formatters = new Map<string, Intl.NumberFormat>();

function formatter(language: Language, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const known = formatters.get(key) ?? new Intl.NumberFormat(localeOf(language), options);
  formatters.set(key, known);
  return known;
}

/** 12,345. */
export const countText = (count: number, language: Language): string => formatter(language).format(count);

/** 87 %, in [0, 1]. */
export const shareText = (share: number, language: Language): string =>
  formatter(language, { style: 'percent' }).format(share);

/** Two digits that count: 0.0042, 3.1, 310. */
export const rateText = (rate: number, language: Language): string =>
  formatter(language, { maximumSignificantDigits: rate < 100 ? 2 : 3 }).format(rate);

/** 45 s, 3 min 20 s, 2 h 5 min: two units at most. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return minutes < 10 ? `${minutes} min ${whole % 60} s` : `${Math.round(whole / 60)} min`;
  const hours = Math.floor(Math.round(whole / 60) / 60);
  return `${hours} h ${Math.round(whole / 60) % 60} min`;
}

/** 3.4 GB. */
export function bytesText(bytes: number, language: Language): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${rateText(bytes / 1000 ** power, language)} ${units[power]}`;
}
