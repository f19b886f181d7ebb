import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import type { EmbedderFacts, TextCase } from '../../domain/model.ts';

export interface TokenFacts extends Pick<EmbedderFacts, 'contextLength' | 'padId'> {
  readonly textCase: TextCase;
}

/** From text to the ids that a text network takes, by a model's own `tokenizer.json`. */
export class TokenIds {
  readonly #tokenizer: Tokenizer;
  readonly #facts: TokenFacts;
  readonly #padId: number;
  /** What the tokenizer puts after a text; null where it puts nothing. */
  readonly #endId: number | null;

  /** @throws Error where the file is no tokenizer */
  constructor(tokenizerJson: string, facts: TokenFacts) {
    const json = JSON.parse(readFileSync(tokenizerJson, 'utf8')) as { padding?: { pad_id?: number } | null };
    this.#tokenizer = new Tokenizer(json, {});
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
    const all = this.#tokenizer.encode(textCase === 'lower' ? text.toLowerCase() : text).ids;
    const ids = new Int32Array(contextLength).fill(this.#padId);
    ids.set(all.slice(0, contextLength));
    if (all.length > contextLength && this.#endId !== null) ids[contextLength - 1] = this.#endId;
    return { ids, length: Math.min(all.length, contextLength) };
  }
}
