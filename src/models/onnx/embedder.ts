import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { PhotoTagError } from '../../domain/errors.ts';
import {
  type EmbedderFacts,
  type ImagePreprocessing,
  type ModelEntry,
  modelLabel,
  type Precision,
} from '../../domain/model.ts';
import type { Embedder } from '../embedder.ts';
import { modelFolder, presentFile } from '../model-folder.ts';
import {
  type Device,
  firstProvider,
  hasCudaLibrary,
  type PrecisionChoice,
  type Provider,
  precisionsFor,
} from './device.ts';
import { ImageSide, type OpenDevice } from './image-side.ts';
import type { NetworkHost } from './network-task.ts';
import { PREPROCESSING_VERSION } from './resize/picture-square.ts';
import type { SessionPlan } from './session-plan.ts';
import { TextSide } from './text-side.ts';
import { TextVectors } from './text-vectors.ts';
import { weightsHash } from './weights-hash.ts';

export interface OnnxEmbedderOptions {
  readonly entry: ModelEntry;
  readonly modelsDir: string;
  readonly device: Device;
  readonly precision: PrecisionChoice;
  /** Pictures a pass. */
  readonly batchSize: number;
  /** Threads that decode pictures, and on a CPU as many for the network. */
  readonly workers: number;
  /** What the user should know while it works: another device, smaller batches. */
  readonly onNotice?: ((notice: string) => void) | undefined;
  /** Where vectors of texts are kept; null or left out: in memory alone. */
  readonly textFolder?: string | null | undefined;
  /** For tests: what computes, whether CUDA may be tried, and how soon larger batches are tried again. */
  readonly makeHost?: ((provider: Provider, plan: SessionPlan) => NetworkHost) | undefined;
  readonly hasCuda?: boolean | undefined;
  readonly stepUpAfter?: number | undefined;
}

export interface OnnxEmbedder extends Embedder {
  readonly precision: Precision;
  /** Opens the image network, and says where it runs. */
  open(): Promise<OpenDevice>;
}

/** Texts a pass: more brings nothing on a CPU. */
const TEXT_BATCH = 16;

/**
 * An embedder of ONNX networks that lie in the models' folder. Nothing is loaded before the first picture or text.
 * @throws PhotoTagError MODEL_MISSING where the image network is not there
 */
export async function createOnnxEmbedder(options: OnnxEmbedderOptions): Promise<OnnxEmbedder> {
  const { entry, device, workers } = options;
  const facts = factsOf(entry);
  const hasCuda = options.hasCuda ?? hasCudaLibrary();
  const provider = firstProvider(device, hasCuda);
  const precisions = precisionsFor(options.precision, provider, entry.precisionOn?.[provider]);
  const image = presentFile(options.modelsDir, entry, 'image', precisions) ?? missing(options, precisions);
  const precision = image.file.precision ?? 'fp32';
  const hash = await weightsHash(image.file, image.path);
  const id = `onnx/${modelLabel(entry)}/${precision}/${hash.slice(0, 12)}/${preprocessingId(facts.preprocessing)}`;
  // A quantised network measures its numbers over the whole batch: alone, a vector does not depend on its neighbours.
  const batchOf = (most: number, ofPrecision: Precision): number => (ofPrecision === 'int8' ? 1 : most);
  const images = new ImageSide({
    path: image.path,
    weightBytes: (await stat(image.path)).size,
    facts,
    device,
    hasCuda,
    threads: workers,
    batchSize: batchOf(options.batchSize, precision),
    onNotice: options.onNotice ?? (() => {}),
    makeHost: options.makeHost,
    stepUpAfter: options.stepUpAfter,
  });
  let texts: Promise<TextSide | null> | null = null;
  const openTexts = () => textSide(options, facts, [precision, 'fp32', 'fp16', 'int8'], batchOf);
  return {
    id,
    dimensions: facts.dimensions,
    precision,
    promptTemplate: facts.promptTemplate,
    // Batches at work, a batch that is gathered, and one that is saved, for each thread.
    lanes: workers * 2 + 2,
    open: () => images.open(),
    async whereItRuns() {
      const { provider, plan } = await images.open();
      if (provider === 'cuda') return `${precision} on the GPU (CUDA)`;
      const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
      return `${precision} on the CPU, ${count(plan.sessions, 'session')} of ${count(plan.threadsEach, 'thread')}`;
    },
    embedImages: (jpegs) => images.embed(jpegs),
    async embedTexts(wanted) {
      texts ??= openTexts();
      return (await (await texts)?.embed(wanted)) ?? null;
    },
    async close() {
      await images.close();
      await (await texts?.catch(() => null))?.close();
    },
  };
}

async function textSide(
  { entry, modelsDir, workers, textFolder }: OnnxEmbedderOptions,
  facts: EmbedderFacts,
  precisions: readonly Precision[],
  batchOf: (most: number, precision: Precision) => number,
): Promise<TextSide | null> {
  const network = presentFile(modelsDir, entry, 'text', precisions);
  const tokenizer = presentFile(modelsDir, entry, 'tokenizer', precisions);
  if (network === null || tokenizer === null) return null;
  const { contextLength, padId, textCase, dimensions } = facts;
  const hashes = [
    await weightsHash(network.file, network.path),
    await weightsHash(tokenizer.file, tokenizer.path),
  ];
  const tokenFacts = { contextLength, padId, textCase };
  const key = JSON.stringify([TEXT_VERSION, modelLabel(entry), hashes, tokenFacts]);
  return new TextSide(
    { network: network.path, tokenizer: tokenizer.path, facts: tokenFacts, dimensions, threads: workers },
    new TextVectors(textFolder ?? null, key, dimensions),
    batchOf(TEXT_BATCH, network.file.precision ?? 'fp32'),
  );
}

/** Raised when the same text becomes other ids. */
const TEXT_VERSION = 1;

function factsOf(entry: ModelEntry): EmbedderFacts {
  if (entry.kind === 'embedder' && entry.embedder) return entry.embedder;
  throw new PhotoTagError('CONFIG_INVALID', `embeddings.model: ${modelLabel(entry)} is no embedder`, {
    remedy: 'See `photo-tag models list` for those that are.',
  });
}

const preprocessingId = (preprocessing: ImagePreprocessing): string =>
  `p${PREPROCESSING_VERSION}-${createHash('sha256').update(JSON.stringify(preprocessing)).digest('hex').slice(0, 8)}`;

function missing({ entry, modelsDir }: OnnxEmbedderOptions, precisions: readonly Precision[]): never {
  const label = modelLabel(entry);
  const folder = modelFolder(modelsDir, entry);
  throw new PhotoTagError(
    'MODEL_MISSING',
    `The network ${label} (${precisions.join(' or ')}) is not in ${folder}`,
    {
      file: folder,
      remedy:
        `Fetch it with \`photo-tag models pull ${label}\`, or bring its files from another machine with ` +
        `\`photo-tag models pull ${label} --from FOLDER\`. embeddings.model: embedded works without a download.`,
    },
  );
}
