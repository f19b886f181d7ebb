import { useKept } from '../state/kept.ts';
import { en, type Words } from './en.ts';
import { type Language, language } from './language.ts';
import { pt } from './pt.ts';

export type { Words };

export const DICTIONARY: Record<Language, Words> = { en, pt };

export const useLanguage = (): Language => useKept(language);
export const useWords = (): Words => DICTIONARY[useLanguage()];
