import type { ImageTokenRule, ModelPrice } from '../domain/vision.ts';

/** A row of `ai_tagging.prices`. */
export interface PriceRow {
  /** US dollars a million tokens. */
  readonly input: number;
  readonly output: number;
  /** Tokens of a picture, and of each 512 px tile of it. */
  readonly tiles?: readonly [number, number] | undefined;
  /** Tokens of each 32 px patch. */
  readonly patches?: number | undefined;
  readonly max_output_tokens?: number | undefined;
}

/**
 * Prices and picture rules as OpenAI documents them: "Pricing" and "Images and vision", section "Calculating costs", of
 * its developer pages, by quotations of November 2026 (docs/vision.md says which, and where they disagree). Where two
 * figures were found the dearer one stands here.
 */
export const SEED_PRICES: Readonly<Record<string, PriceRow>> = {
  'gpt-4o-mini': { input: 0.15, output: 0.6, tiles: [2833, 5667] },
  'gpt-4o': { input: 2.5, output: 10, tiles: [85, 170] },
  'gpt-4.1': { input: 2, output: 8, tiles: [85, 170] },
  'gpt-4.1-mini': { input: 0.4, output: 1.6, patches: 1.62 },
  'gpt-4.1-nano': { input: 0.1, output: 0.4, patches: 2.46 },
  'o4-mini': { input: 1.1, output: 4.4, patches: 1.72, max_output_tokens: 4000 },
  'gpt-5': { input: 1.25, output: 10, tiles: [70, 140], max_output_tokens: 4000 },
  'gpt-5-mini': { input: 0.25, output: 2, patches: 1.62, max_output_tokens: 4000 },
  'gpt-5-nano': { input: 0.05, output: 0.4, patches: 2.46, max_output_tokens: 4000 },
};

/**
 * The price of a model: what the configuration says, else what is known of it; a model that is dated
 * (`gpt-4o-mini-2024-07-18`) costs what it costs without the date.
 * @param isLocal on this machine a model that nobody priced costs nothing
 * @returns null where nobody said
 */
export function priceOf(
  model: string,
  prices: Readonly<Record<string, PriceRow>>,
  options: { readonly isLocal: boolean; readonly mostOutputTokens: number },
): ModelPrice | null {
  const undated = model.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  const row = [model, undated].flatMap((name) => own(prices, name) ?? own(SEED_PRICES, name) ?? []).at(0);
  if (row === undefined && !options.isLocal) return null;
  return {
    inputUsdPerMillion: row?.input ?? 0,
    outputUsdPerMillion: row?.output ?? 0,
    image: ruleOf(row),
    mostOutputTokens: row?.max_output_tokens ?? options.mostOutputTokens,
  };
}

function ruleOf(row: PriceRow | undefined): ImageTokenRule {
  if (row?.tiles) return { kind: 'tiles', base: row.tiles[0], tile: row.tiles[1] };
  return row?.patches ? { kind: 'patches', multiplier: row.patches } : { kind: 'free' };
}

const own = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
