import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import type { EmbedderFacts, TextCase } from '../../domain/model.ts';

export interface TokenFacts extends Pick<EmbedderFacts, 'contextLength' | 'padId'> {
  readonly textCase: TextCase;
}

interface TokenizerJson {
  readonly padding?: { readonly pad_id?: number } | null;
  readonly normalizer?: unknown;
  readonly pre_tokenizer?: PreTokenizer | null;
}

interface PreTokenizer {
  readonly type: string;
  readonly pretokenizers?: readonly PreTokenizer[];
  readonly add_prefix_space?: boolean;
  readonly use_regex?: boolean;
}

/** How GPT-2 cuts a text (Radford et al. 2019), which is part of byte-level BPE unless a file says otherwise. */
const GPT_2_PIECES = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/**
 * The package cuts byte-level BPE by JavaScript's `\s`, to which U+FEFF is a space; as a step of its own the same
 * pattern goes by Unicode, as the reference does.
 */
function cutByUnicode(given: PreTokenizer): PreTokenizer {
  if (given.pretokenizers) return { ...given, pretokenizers: given.pretokenizers.map(cutByUnicode) };
  if (given.type !== 'ByteLevel' || given.use_regex === false || given.add_prefix_space) return given;
  const cut = { type: 'Split', pattern: { Regex: GPT_2_PIECES }, behavior: 'Isolated', invert: false };
  return { type: 'Sequence', pretokenizers: [cut, { ...given, use_regex: false }] };
}

/** From text to the ids that a text network takes, by a model's own `tokenizer.json`. */
export class TokenIds {
  readonly #tokenizer: Tokenizer;
  readonly #facts: TokenFacts;
  readonly #padId: number;
  readonly #lowers: boolean;
  /** What the tokenizer puts after a text; null where it puts nothing. */
  readonly #endId: number | null;

  /** @throws Error where the file is no tokenizer */
  constructor(tokenizerJson: string, facts: TokenFacts) {
    const json = JSON.parse(readFileSync(tokenizerJson, 'utf8')) as TokenizerJson;
    this.#lowers =
      facts.textCase === 'lower' || JSON.stringify(json.normalizer ?? null).includes('"Lowercase"');
    this.#tokenizer = new Tokenizer(
      { ...json, pre_tokenizer: json.pre_tokenizer ? cutByUnicode(json.pre_tokenizer) : null },
      {},
    );
    this.#facts = facts;
    this.#padId = facts.padId ?? json.padding?.pad_id ?? 0;
    const [ofNothing, ofWord] = ['', 'a'].map((text) => this.#tokenizer.encode(text).ids);
    const last = ofNothing!.at(-1);
    this.#endId = last !== undefined && last === ofWord!.at(-1) ? last : null;
  }

  /**
   * As many ids as the context is long: filled up, or cut with the end token in the last place, as open_clip does.
   * `length` counts those before the filling.
   */
  of(text: string): { readonly ids: Int32Array; readonly length: number } {
    const { contextLength, textCase } = this.#facts;
    // JavaScript makes another letter of a capital sigma at the end of a word, the reference does not.
    const even = this.#lowers ? text.replaceAll('Σ', 'σ') : text;
    const all = this.#tokenizer.encode(textCase === 'lower' ? even.toLowerCase() : even).ids;
    const ids = new Int32Array(contextLength).fill(this.#padId);
    ids.set(all.slice(0, contextLength));
    if (all.length > contextLength && this.#endId !== null) ids[contextLength - 1] = this.#endId;
    return { ids, length: Math.min(all.length, contextLength) };
  }
}
