import { basename, dirname } from 'node:path';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { Description } from '../captioner.ts';
import { type Picture, readPicture } from '../embedded/picture.ts';
import type { CaptionerNetwork } from './captioner-network.ts';
import { MOST_TOKENS, placesOf, TASKS, wordsOf } from './tasks.ts';
import { loadTransformers } from './transformers-package.ts';

export interface DescriberOptions extends CaptionerNetwork {
  /** `ocr.enable` of the configuration. */
  readonly readsText: boolean;
  /** Threads that share one pass. */
  readonly threads: number;
}

export type DescribePicture = (jpeg: string) => Promise<Description | Error>;

const DTYPES = { fp32: 'fp32', fp16: 'fp16', int8: 'q8' } as const;

/**
 * Florence-2 in this thread, from the local folder alone.
 * @returns a function that gives a Description, or the Error of a picture that cannot be read
 * @throws PhotoTagError TOOL_MISSING without the package, MODEL_MISSING where the weights do not load
 */
export async function loadPictureDescriber(options: DescriberOptions): Promise<DescribePicture> {
  const { label, folder, precision, readsText, threads } = options;
  const transformers = await loadTransformers();
  const { AutoProcessor, Florence2ForConditionalGeneration, RawImage, env } = transformers;
  env.localModelPath = dirname(folder);
  const id = basename(folder);
  const [model, processor] = await Promise.all([
    Florence2ForConditionalGeneration.from_pretrained(id, {
      local_files_only: true,
      dtype: DTYPES[precision],
      device: 'cpu',
      session_options: { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 3 },
    }),
    AutoProcessor.from_pretrained(id, { local_files_only: true }),
  ]).catch((cause: unknown) => {
    throw new PhotoTagError('MODEL_MISSING', `${label} does not load: ${messageOf(cause)}`, {
      file: folder,
      remedy: 'Run `photo-tag models verify`, and pull it again.',
      cause,
    });
  });

  async function ask(task: keyof typeof TASKS, image: object): Promise<unknown> {
    const prompts = processor.construct_prompts(TASKS[task]);
    const tokens = await model.generate({
      ...image,
      ...processor.tokenizer(prompts),
      max_new_tokens: MOST_TOKENS[task],
      do_sample: false,
      num_beams: 1,
    });
    const [answer = ''] = processor.tokenizer.batch_decode(tokens, { skip_special_tokens: false });
    // A picture of 1 × 1: boxes come in shares of it.
    return processor.post_process_generation(answer, TASKS[task], [1, 1])[TASKS[task]];
  }

  return async (jpeg) => {
    let picture: Picture;
    try {
      picture = await readPicture(jpeg);
    } catch (error) {
      return error as Error;
    }
    const image = await processor.image_processor(
      new RawImage(picture.rgb, picture.widthPx, picture.heightPx, 3),
    );
    return {
      caption: wordsOf(await ask('caption', image)),
      detailedCaption: wordsOf(await ask('detailedCaption', image)),
      objects: placesOf(await ask('objects', image)),
      text: readsText ? placesOf(await ask('text', image)) : null,
    };
  };
}
