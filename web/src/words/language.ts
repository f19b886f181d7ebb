import { Kept } from '../state/kept.ts';

export const LANGUAGES = ['en', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first language of the browser that there are words in. */
export function browserLanguage(languages: readonly string[]): Language {
  for (const language of languages) {
    const known = LANGUAGES.find((own) => language.toLowerCase().split('-')[0] === own);
    if (known !== undefined) return known;
  }
  return 'en';
}

/** Kept by this browser. */
export const language = new Kept<Language>(
  'language',
  LANGUAGES,
  browserLanguage(globalThis.navigator?.languages ?? []),
);
