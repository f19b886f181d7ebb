import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedPath } from '../../../test/shared.ts';
import { byteTokenizer } from './made-model.fixture.ts';
import { TokenIds } from './token-ids.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-tokens-'));
afterAll(() => rmSync(folder, { recursive: true }));

const clip = sharedPath('clip/tokenizer.json');
/** Text and ids by the reference: golden-token-ids.py. */
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden-token-ids.json'), 'utf8'),
) as readonly (readonly [string, readonly number[]])[];

describe.skipIf(!existsSync(clip))("ids by CLIP's tokenizer (development data)", () => {
  const END = 49407;
  const open = (contextLength: number) => new TokenIds(clip, { contextLength, padId: 0, textCase: 'as-is' });

  it('are those of the reference for 1,000 phrases with accents, emoji and long text', () => {
    expect(golden.length).toBe(1000);
    const tokens = open(1000);
    const different = golden.filter(([text, reference]) => {
      const { ids, length } = tokens.of(text);
      return ids.subarray(0, length).join() !== reference.join();
    });
    expect(different.map(([text]) => text)).toEqual([]);
  });

  it('are cut to the context with the end token kept, and filled up', () => {
    const tokens = open(77);
    const long = golden.filter(([, reference]) => reference.length > 77);
    expect(long.length).toBeGreaterThan(10);
    for (const [text, reference] of long) {
      expect([...tokens.of(text).ids]).toEqual([...reference.slice(0, 76), END]);
    }
    const { ids, length } = tokens.of('a flower');
    expect([...ids.subarray(0, length)]).toEqual([49406, 320, 4055, END]);
    expect([...ids.subarray(length)]).toEqual(Array(73).fill(0));
  });
});

describe('ids', () => {
  const write = (name: string, json: object): string => {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(json));
    return path;
  };

  it("are lower-cased, by bytes where a word is not known, with the tokenizer's own ends", () => {
    const path = write('bytes.json', byteTokenizer());
    const tokens = new TokenIds(path, { contextLength: 10, padId: 7, textCase: 'as-is' });
    const letter = (text: string) => text.charCodeAt(0);
    expect([...tokens.of('Ab é').ids]).toEqual([
      512,
      letter('a'),
      256 + letter('b'),
      0xc3,
      256 + 0xa9,
      513,
      7,
      7,
      7,
      7,
    ]);
  });

  it("are filled up with the tokenizer's own id where the model names none", () => {
    const padding = {
      strategy: 'BatchLongest',
      direction: 'Right',
      pad_id: 42,
      pad_type_id: 0,
      pad_token: '<pad>',
    };
    const path = write('padded.json', { ...byteTokenizer(), padding });
    const { ids, length } = new TokenIds(path, { contextLength: 6, padId: null, textCase: 'as-is' }).of('a');
    expect([...ids.subarray(length)]).toEqual([42, 42, 42]);
  });

  it('of a SentencePiece vocabulary end with its end token, and are lower-cased where the model wants it', () => {
    const path = write('pieces.json', pieceTokenizer());
    const tokens = new TokenIds(path, { contextLength: 6, padId: 0, textCase: 'lower' });
    expect([...tokens.of('A Dog').ids]).toEqual([4, 5, 1, 0, 0, 0]);
    expect([...tokens.of('a dog a dog a dog a dog').ids]).toEqual([4, 5, 6, 5, 6, 1]);
    expect([...tokens.of('é').ids]).toEqual([7, 8, 1, 0, 0, 0]);
  });
});

/** Laid out as Gemma's, which SigLIP 2 takes: BPE over pieces with ▁ for a space, unknown letters as bytes, <eos>. */
function pieceTokenizer(): object {
  const pieces = ['<pad>', '<eos>', '<bos>', '<unk>', 'a', '▁dog', '▁a', '<0xC3>', '<0xA9>'];
  const letters = ['▁', 'd', 'o', 'g', 'do', 'dog'];
  const vocab = Object.fromEntries([...pieces, ...letters].map((piece, id) => [piece, id]));
  const special = (id: number) => ({
    id,
    content: pieces[id],
    special: true,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
  });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [0, 1, 2, 3].map(special),
    normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    pre_tokenizer: {
      type: 'Split',
      pattern: { String: ' ' },
      behavior: 'MergedWithPrevious',
      invert: false,
    },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '<eos>', type_id: 0 } }],
      pair: [],
      special_tokens: { '<eos>': { id: '<eos>', ids: [1], tokens: ['<eos>'] } },
    },
    decoder: {
      type: 'Sequence',
      decoders: [{ type: 'Replace', pattern: { String: '▁' }, content: ' ' }],
    },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: '<unk>',
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: true,
      byte_fallback: true,
      vocab,
      merges: [
        ['d', 'o'],
        ['do', 'g'],
        ['▁', 'dog'],
        ['▁', 'a'],
      ],
    },
  };
}
