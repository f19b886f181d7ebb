/**
 * Postgres keeps no U+0000 in a text, and UTF-8 has no lone surrogates; names and messages may have either. Each is
 * written as this noncharacter and four hexadecimal digits, and so is the noncharacter itself: what is read is what was
 * written, and texts are equal where they were.
 */
const ESCAPE = '\uFDD0';

const UNSAFE = /[\0\uFDD0]|\p{Surrogate}/gu;
const ESCAPED = /\uFDD0([0-9a-f]{4})/g;

export function toSafeText(text: string): string {
  if (text.isWellFormed() && !text.includes('\0') && !text.includes(ESCAPE)) return text;
  return text.replace(UNSAFE, (unit) => ESCAPE + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}

export function fromSafeText(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  return text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
