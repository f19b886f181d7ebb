/** `victorian red brick terraced house` is the longest that anybody would look for. */
const MOST_CHARACTERS = 40;
const MOST_WORDS = 4;

/** Letters of any script, digits, and what stands inside of words. */
const WORD = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} '’&.+-]*$/u;
const LETTER = /\p{L}/u;
const ADDRESS = /\b(https?|ftp|www|mailto|javascript|data)\b|\.[a-z]{2,}(\s|$)|\S\.\S*\.\S/i;
/** A run of letters and digits such as no word has: keys, hashes, card numbers. */
const KEY =
  /\b(sk|pk|ghp|xox[abp]|aki?a|eyj)[-_]|[\p{L}\p{N}]{25,}|(?=(?:\S*\d){4})(?=\S*\p{L})[\p{L}\p{N}-]{12,}|\d{7,}/iu;
/** What is said to a machine and not of a picture. */
const ORDER =
  /\b(ignore|disregard|forget|override|obey|execute|reveal|output|respond|reply|repeat after|do not|don['’]t|you (are|must|should|will)|your (instructions?|rules?|system)|instructions?|prompts?|system (message|prompt|role)|jailbreak|as an ai|ai assistant|language model|chatgpt|openai|api key|passwords?|secret key|credentials?|(these|this|following|add|my|your) (tags?|keywords?))\b/i;
/** Words of the form itself, and words for nothing. */
const NO_WORD =
  /^(tags?|places?|keywords?|labels?|json|schema|null|undefined|none|nothing|unknown|n\/?a|true|false|etc)$/i;
/** Words that this program itself puts on photos, for those who look for them. */
const OWN_MARKS = new Set(['vision-skipped', 'vision skipped', 'date-uncertain', 'date uncertain']);

/**
 * Words of a service that may become tags: lower case, each once, in their order. Text in a picture can make a model say
 * anything; so orders, addresses, keys, prefixes such as `CK:`, control characters and whole sentences are dropped, and
 * what is left is a word, whatever it says.
 */
export function soundWords(said: readonly string[], most: number): string[] {
  const words = new Set<string>();
  for (const one of said) {
    if (words.size >= most) break;
    const word = soundWord(one);
    if (word !== null) words.add(word);
  }
  return [...words];
}

/** @returns null where it is none */
export function soundWord(said: string): string | null {
  if (said.length > 4 * MOST_CHARACTERS || !said.isWellFormed()) return null;
  // Hash signs of social networks, list marks and a full stop are form; anything else that is no word stays and fails.
  const word = said
    .normalize('NFC')
    .replace(/^\s*(?:[-*•#]+\s*)+/u, '')
    .replace(/\s*\.\s*$/u, '')
    .replace(/_/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .toLowerCase();
  if (word.length > MOST_CHARACTERS || word.split(' ').length > MOST_WORDS) return null;
  if (!WORD.test(word) || !LETTER.test(word)) return null;
  if (ADDRESS.test(word) || KEY.test(word) || ORDER.test(word) || NO_WORD.test(word) || OWN_MARKS.has(word))
    return null;
  return word;
}
