/** What a network is for. */
export type ModelKind = 'embedder' | 'object-detector' | 'face-detector' | 'captioner';

export const PRECISIONS = ['fp32', 'fp16', 'int8'] as const;
/** Number format of the weights. */
export type Precision = (typeof PRECISIONS)[number];

/** What a file of a model is for. Several files of one role differ in precision. */
export type ModelFileRole =
  /** Network from pixels to a vector. */
  | 'image'
  /** Network from token ids to a vector. */
  | 'text'
  /** `tokenizer.json` as Hugging Face's tokenizers write it. */
  | 'tokenizer'
  /** Network from pixels to boxes. */
  | 'network'
  /** Anything else that a runtime wants beside the networks: configurations, decoders. */
  | 'part';

export interface ModelFile {
  readonly role: ModelFileRole;
  /** Null where the file goes with every precision. */
  readonly precision: Precision | null;
  /** Path in the repository, and below the model's own folder. */
  readonly path: string;
  /** As published; null where nobody could look it up. The hub's header tells before the download. */
  readonly bytes: number | null;
  /** As the hub's page rounds it, where the exact number is not known; for people alone. */
  readonly roughBytes?: number | undefined;
  /** Hexadecimal; null: the one of the first download is pinned. */
  readonly sha256: string | null;
}

export type ResizeFilter = 'bilinear' | 'bicubic' | 'lanczos3';

/** From an upright sRGB picture to the numbers that a network takes, as the model was trained. */
export interface ImagePreprocessing {
  /** Width and height of the square that the network takes. */
  readonly sizePx: number;
  /** `crop`: the shorter edge becomes `sizePx`, then the middle is cut out. `squash`: both edges become `sizePx`. */
  readonly fit: 'crop' | 'squash';
  /** With antialiasing, as Pillow's `Image.resize` computes it. */
  readonly filter: ResizeFilter;
  /** Red, green, blue in 0 to 1: value = (pixel / 255 − mean) / deviation. */
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

export type TextCase = 'lower' | 'as-is';

/** How an embedder is fed and what comes out. */
export interface EmbedderFacts {
  readonly dimensions: number;
  readonly preprocessing: ImagePreprocessing;
  /** Token ids a text, padded or cut to it. */
  readonly contextLength: number;
  /** Id that fills up; null: the tokenizer's own. */
  readonly padId: number | null;
  /** Text is lower-cased before the tokenizer, where its normaliser does not do so. */
  readonly textCase: TextCase;
  /** `{label}` stands for the word. */
  readonly promptTemplate: string;
}

/** How a detector's network is fed and read. */
export type DetectorFamily = 'yolox' | 'rt-detr' | 'd-fine' | 'yunet';

export interface DetectorFacts {
  readonly family: DetectorFamily;
  readonly inputPx: number;
}

export interface PublishedAccuracy {
  /** `ImageNet-1k zero-shot top-1`, `COCO val2017 AP`. */
  readonly what: string;
  readonly value: number;
  /** Paper or page. */
  readonly source: string;
}

export interface ModelLicence {
  /** SPDX where there is one. */
  readonly name: string;
  readonly use: 'any' | 'research-only';
  readonly source: string;
}

/** What networks run on. */
export type ModelDevice = 'cpu' | 'cuda';

/** A network that `photo-tag models pull` can bring. */
export interface ModelEntry {
  /** As open_clip names it: `ViT-L-14`; other networks by the name of their paper. */
  readonly name: string;
  /** As open_clip names it: `openai`; the data or variant for other networks. */
  readonly pretrained: string;
  readonly kind: ModelKind;
  /** For people, one line. */
  readonly title: string;
  /** `owner/name` at the hub, and the revision that is pulled. */
  readonly repository: string;
  readonly revision: string;
  readonly licence: ModelLicence;
  readonly files: readonly ModelFile[];
  readonly accuracy: readonly PublishedAccuracy[];
  /** Part of what `photo-tag models pull` offers where the configuration names nothing else. */
  readonly recommended?: boolean | undefined;
  /** Where the usual one is not the best: see `defaultPrecision`. */
  readonly precisionOn?: Partial<Readonly<Record<ModelDevice, Precision>>> | undefined;
  /** What somebody who takes it should know; sentences. */
  readonly notes?: readonly string[] | undefined;
  readonly embedder?: EmbedderFacts | undefined;
  readonly detector?: DetectorFacts | undefined;
}

/** `ViT-L-14/openai`. */
export function modelLabel({ name, pretrained }: Pick<ModelEntry, 'name' | 'pretrained'>): string {
  return `${name}/${pretrained}`;
}
