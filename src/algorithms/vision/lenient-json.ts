/** Deeper than any honest answer; a chain of brackets must not fill the stack. */
const DEEPEST = 24;

/** Marks a value that breaks off before anything of it is known. */
const NOTHING = Symbol('nothing');

/**
 * Reads what language models write for JSON: single or curly quotes, bare words, `True` and `None`, trailing, missing and doubled commas,
 * comments, and text that breaks off: what stands there by then is kept, a half word is not.
 *
 * @param text from its first `{` or `[` on; what comes behind the value is ignored
 * @returns undefined where there is no value
 */
export function lenientJson(text: string): unknown {
  const reader = new Reader(text);
  const value = reader.value(0);
  return value === NOTHING ? undefined : value;
}

const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '‘': '’', '`': '`' };
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
const WORDS: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  none: null,
  undefined: null,
};

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): unknown {
    this.#skip();
    const first = this.#text[this.#at];
    if (first === undefined || depth > DEEPEST) return NOTHING;
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    return first in CLOSING ? this.#string() : this.#bare();
  }

  #object(depth: number): unknown {
    const object: Record<string, unknown> = Object.create(null);
    this.#at++;
    for (;;) {
      this.#skip(',;');
      const next = this.#text[this.#at];
      if (next === undefined) return object;
      if (next === '}' || next === ']') {
        this.#at++;
        return object;
      }
      const before = this.#at;
      const key = next in CLOSING ? this.#string() : this.#bare(':=');
      this.#skip();
      if (this.#text[this.#at] === ':' || this.#text[this.#at] === '=') this.#at++;
      const value = this.value(depth + 1);
      if (value === NOTHING || key === NOTHING) {
        if (this.#at >= this.#text.length) return object;
      } else object[String(key)] = value;
      if (this.#at === before) this.#at++;
    }
  }

  #array(depth: number): unknown {
    const items: unknown[] = [];
    this.#at++;
    for (;;) {
      this.#skip(',;');
      const next = this.#text[this.#at];
      if (next === undefined) return items;
      if (next === ']') {
        this.#at++;
        return items;
      }
      // The list was forgotten to be closed: its object goes on.
      if (next === '}') return items;
      const before = this.#at;
      const value = this.value(depth + 1);
      if (value !== NOTHING) items.push(value);
      if (this.#at === before) this.#at++;
    }
  }

  #string(): unknown {
    const closing = CLOSING[this.#text[this.#at]!]!;
    let text = '';
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]!;
      if (character === closing && this.#isEndOfString(closing)) {
        this.#at++;
        return text;
      }
      if (character !== '\\') {
        text += character;
        continue;
      }
      const escaped = this.#text[++this.#at] ?? '';
      const code =
        escaped === 'u' ? /^[0-9a-f]{4}/i.exec(this.#text.slice(this.#at + 1, this.#at + 5)) : null;
      if (code) {
        text += String.fromCharCode(Number.parseInt(code[0], 16));
        this.#at += 4;
      } else text += ESCAPED[escaped] ?? escaped;
    }
    return NOTHING;
  }

  /** `'children's books'`: an apostrophe is no end where letters follow. */
  #isEndOfString(closing: string): boolean {
    if (closing !== "'" && closing !== '’') return true;
    return !/^\p{L}/u.test(this.#text.slice(this.#at + 1, this.#at + 3));
  }

  #bare(stop = ''): unknown {
    let text = '';
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]!;
      if (`,;{}[]\n${stop}`.includes(character)) break;
      text += character;
    }
    // Broken off in the middle of the word.
    if (this.#at >= this.#text.length) return NOTHING;
    const word = text.trim();
    if (word === '') return NOTHING;
    const known = word.toLowerCase();
    if (Object.hasOwn(WORDS, known)) return WORDS[known];
    return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(word) ? Number(word) : word;
  }

  #skip(marks = ''): void {
    for (;;) {
      const rest = this.#text[this.#at];
      if (rest === undefined) return;
      if (/\s/.test(rest) || marks.includes(rest)) this.#at++;
      else if (this.#text.startsWith('//', this.#at)) this.#skipTo('\n');
      else if (this.#text.startsWith('/*', this.#at)) this.#skipTo('*/');
      else return;
    }
  }

  #skipTo(mark: string): void {
    const end = this.#text.indexOf(mark, this.#at + 2);
    this.#at = end < 0 ? this.#text.length : end + mark.length;
  }
}
