import type { VisionWords } from '../../domain/vision.ts';
import { lenientJson } from './lenient-json.ts';
import { soundWords } from './sound-words.ts';

/** An answer of the allowed length is far below; more is not read. */
const MOST_CHARACTERS = 65_536;
/** More than any list of cities; a list of ten thousand is damage. */
const MOST_PLACES = 8;

const TAG_KEYS = ['tags', 'keywords', 'labels', 'tag', 'words', 'concepts', 'items'];
const PLACE_KEYS = ['places', 'place', 'locations', 'location', 'city', 'cities'];
const NAME_KEYS = ['name', 'tag', 'label', 'keyword', 'value', 'word', 'text', 'place', 'city'];

/**
 * The words of an answer, however damaged: prose or code fences around the JSON, other quotes, trailing commas, lists
 * that break off, lists as text, objects for words. What comes out has the strict form, whatever went in.
 *
 * @param mostTags at most this many
 * @returns null where there is nothing that could be read as an answer
 */
export function readAnswer(text: string, mostTags: number): VisionWords | null {
  for (const piece of pieces(text.slice(0, MOST_CHARACTERS))) {
    const found = answerIn(parsed(piece), 0);
    if (found === null) continue;
    return {
      tags: soundWords(found.tags, mostTags),
      places: soundWords(found.places, MOST_PLACES),
    };
  }
  return null;
}

/** Where JSON may begin: what is in code fences, then each bracket. */
function* pieces(text: string): Generator<string> {
  for (const [, fenced] of text.matchAll(/```[a-z]*\s*([\s\S]*?)(?:```|$)/gi)) {
    const start = fenced!.search(/[{[]/);
    if (start >= 0) yield fenced!.slice(start);
  }
  // Some write "{here}" in prose before: the first few brackets get their turn.
  let tries = 8;
  for (const { index } of text.matchAll(/[{[]/g)) {
    if (tries-- === 0) return;
    yield text.slice(index);
  }
}

function parsed(piece: string): unknown {
  try {
    return JSON.parse(piece);
  } catch {
    return lenientJson(piece);
  }
}

interface Found {
  readonly tags: readonly string[];
  readonly places: readonly string[];
}

function answerIn(value: unknown, depth: number): Found | null {
  if (Array.isArray(value)) {
    const tags = wordsIn(value);
    return tags.length > 0 ? { tags, places: [] } : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const fields = new Map(Object.entries(value).map(([key, field]) => [key.trim().toLowerCase(), field]));
  const tagKey = TAG_KEYS.find((key) => fields.has(key));
  if (tagKey !== undefined) {
    const placeKey = PLACE_KEYS.find((key) => fields.has(key));
    return {
      tags: wordsIn(fields.get(tagKey)),
      places: placeKey === undefined ? [] : wordsIn(fields.get(placeKey)),
    };
  }
  if (depth > 2) return null;
  // `{"result": {"tags": […]}}`.
  for (const field of fields.values()) {
    const found = typeof field === 'object' && !Array.isArray(field) ? answerIn(field, depth + 1) : null;
    if (found !== null) return found;
  }
  return null;
}

/** The words of a list, of a text with commas, of objects with a name, of `{"sea": 0.9}`. */
function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.split(/[,;\n]/);
  if (Array.isArray(value)) return value.flatMap((item) => wordOf(item));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, field]) =>
      typeof field === 'number' || field === true ? [key] : wordOf(field),
    );
  }
  return [];
}

function wordOf(item: unknown): string[] {
  if (typeof item === 'string') return [item];
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
  const fields = item as Record<string, unknown>;
  const name = NAME_KEYS.map((key) => fields[key]).find((field) => typeof field === 'string');
  return typeof name === 'string' ? [name] : [];
}
