import { messageOf, PhotoTagError } from '../../domain/errors.ts';

/** Not among the dependencies: it weighs 165 MB, and only the captioner wants it. */
const PACKAGE = '@huggingface/transformers';
/** The major version that this program was tried with. */
const MAJOR = 4;

/** The version that uses the same onnxruntime-node as this program, so that no second one is installed. */
export const INSTALL_TRANSFORMERS = `Run \`npm install --no-save ${PACKAGE}@${MAJOR}\` in the folder of this program, and again after each \`npm ci\`, which removes it.`;

/** What is used of the package. */
export interface Transformers {
  readonly env: {
    version: string;
    allowRemoteModels: boolean;
    allowLocalModels: boolean;
    localModelPath: string;
    useFSCache: boolean;
    useBrowserCache: boolean;
  };
  readonly RawImage: new (data: Uint8Array, width: number, height: number, channels: number) => unknown;
  readonly AutoProcessor: { from_pretrained(id: string, options: object): Promise<FlorenceProcessor> };
  readonly Florence2ForConditionalGeneration: {
    from_pretrained(id: string, options: object): Promise<FlorenceModel>;
  };
}

export interface FlorenceProcessor {
  image_processor(image: unknown): Promise<object>;
  construct_prompts(task: string): string[];
  post_process_generation(
    text: string,
    task: string,
    size: readonly [number, number],
  ): Record<string, unknown>;
  readonly tokenizer: ((prompts: string[]) => object) & {
    batch_decode(tokens: unknown, options: object): string[];
  };
}

export interface FlorenceModel {
  generate(inputs: object): Promise<unknown>;
}

/**
 * Loads the package, closed to the network.
 * @throws PhotoTagError TOOL_MISSING where it is not installed, does not load or has another major version
 */
export async function loadTransformers(): Promise<Transformers> {
  const transformers = await importPackage();
  const { env } = transformers;
  if (Number.parseInt(env.version, 10) !== MAJOR) {
    throw new PhotoTagError(
      'TOOL_MISSING',
      `The captioner was made for version ${MAJOR} of ${PACKAGE}, and version ${env.version} is installed.`,
      { remedy: INSTALL_TRANSFORMERS },
    );
  }
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.useFSCache = false;
  env.useBrowserCache = false;
  return transformers;
}

async function importPackage(): Promise<Transformers> {
  try {
    // By a variable: the compiler must not ask for a package that may be missing.
    return (await import(PACKAGE)) as unknown as Transformers;
  } catch (cause) {
    const isMissing = (cause as { code?: string }).code === 'ERR_MODULE_NOT_FOUND';
    throw new PhotoTagError(
      'TOOL_MISSING',
      isMissing
        ? `The captioner needs the package ${PACKAGE}, which is not installed.`
        : `The package ${PACKAGE} does not load: ${messageOf(cause)}`,
      { remedy: INSTALL_TRANSFORMERS, cause },
    );
  }
}
