import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ImagePreprocessing, ModelEntry, ModelFile, Precision } from '../../domain/model.ts';
import { modelFolder } from '../model-folder.ts';
import {
  type ImageNetworkSize,
  imageNetwork,
  type NetworkOptions,
  type TextNetworkSize,
  textNetwork,
} from './made-networks.fixture.ts';

/** Small enough that a test builds it in milliseconds. */
export const SMALL_IMAGE: ImageNetworkSize = {
  width: 32,
  layers: 2,
  heads: 2,
  dimensions: 24,
  sizePx: 32,
  patchPx: 8,
};

export const SMALL_TEXT: TextNetworkSize = {
  width: 32,
  layers: 1,
  heads: 2,
  dimensions: 24,
  vocabulary: 514,
  contextLength: 12,
};

export interface MadeModel {
  readonly name?: string | undefined;
  readonly pretrained?: string | undefined;
  readonly seed?: number | undefined;
  readonly precisions?: readonly ('fp32' | 'fp16' | 'int8')[] | undefined;
  readonly image?: ImageNetworkSize | undefined;
  /** Null: a model without a text side. */
  readonly text?: TextNetworkSize | null | undefined;
  readonly preprocessing?: Partial<ImagePreprocessing> | undefined;
  readonly fixedBatch?: number | undefined;
}

/**
 * Writes a model of random weights as the catalogue lays models out, and gives its entry.
 * @param isThere true: only the entry, its files were written before
 */
export function makeModel(modelsDir: string, made: MadeModel = {}, isThere = false): ModelEntry {
  const { image = SMALL_IMAGE, text = SMALL_TEXT, seed = 1, precisions = ['fp32'] } = made;
  const files = [
    ...precisions.map((precision) => file('image', precision, `onnx/vision_model_${precision}.onnx`)),
    ...(text === null
      ? []
      : [
          ...precisions.map((precision) => file('text', precision, `onnx/text_model_${precision}.onnx`)),
          file('tokenizer', null, 'tokenizer.json'),
        ]),
  ];
  const entry: ModelEntry = {
    name: made.name ?? 'Small',
    pretrained: made.pretrained ?? 'random',
    kind: 'embedder',
    title: 'random weights',
    repository: 'nobody/small',
    revision: 'main',
    licence: { name: 'MIT', use: 'any', source: '' },
    files,
    accuracy: [],
    embedder: {
      dimensions: image.dimensions,
      preprocessing: {
        sizePx: image.sizePx,
        fit: 'crop',
        filter: 'bicubic',
        mean: [0.48145466, 0.4578275, 0.40821073],
        deviation: [0.26862954, 0.26130258, 0.27577711],
        ...made.preprocessing,
      },
      contextLength: text?.contextLength ?? 77,
      padId: 0,
      textCase: 'as-is',
      promptTemplate: 'a photo of a {label}',
    },
  };
  if (!isThere) writeModel(modelsDir, entry, { image, text, seed, precisions, fixedBatch: made.fixedBatch });
  return entry;
}

export interface WrittenModel {
  readonly image: ImageNetworkSize;
  readonly text: TextNetworkSize | null;
  readonly seed: number;
  readonly precisions: readonly Precision[];
  readonly fixedBatch?: number | undefined;
}

/** Writes those files of an entry that have one of the precisions or none, with random weights. */
export function writeModel(modelsDir: string, entry: ModelEntry, written: WrittenModel): void {
  const { image, text, seed, precisions, fixedBatch } = written;
  const folder = modelFolder(modelsDir, entry);
  for (const { role, path, precision } of entry.files) {
    if (precision !== null && !precisions.includes(precision)) continue;
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    const options: NetworkOptions = {
      seed,
      precision: precision === 'int8' ? 'int8' : 'fp32',
      edges: precision === 'fp16' ? 'float16' : 'float32',
      fixedBatch,
    };
    if (role === 'image') imageNetwork(image, options).writeTo(target);
    else if (role === 'text' && text) textNetwork(text, { ...options, edges: 'float32' }).writeTo(target);
    else if (role === 'tokenizer') writeFileSync(target, JSON.stringify(byteTokenizer()));
  }
}

function file(role: ModelFile['role'], precision: Precision | null, path: string): ModelFile {
  return { role, precision, path, bytes: null, sha256: null };
}

/** A tokenizer like CLIP's in which every byte is a token of its own: 256 within a word, 256 at its end, start, end. */
export function byteTokenizer(): object {
  const vocabulary: Record<string, number> = {};
  const letters = byteLetters();
  for (const [at, letter] of letters.entries()) {
    vocabulary[letter] = at;
    vocabulary[`${letter}</w>`] = 256 + at;
  }
  vocabulary['<|startoftext|>'] = 512;
  vocabulary['<|endoftext|>'] = 513;
  const special = (id: number, content: string) => ({
    id,
    content,
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
    added_tokens: [special(512, '<|startoftext|>'), special(513, '<|endoftext|>')],
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: '[^\\s]+' }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: ['<|endoftext|>', 513],
      cls: ['<|startoftext|>', 512],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: '<|endoftext|>',
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab: vocabulary,
      merges: [],
    },
  };
}

/** The letter that stands for each byte in byte-level BPE (Radford et al. 2019, `bytes_to_unicode`). */
export function byteLetters(): string[] {
  const printable = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}
