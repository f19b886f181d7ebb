import { stat } from 'node:fs/promises';
import { messageOf } from '../domain/errors.ts';
import { ExiftoolPool, type ExiftoolPoolOptions, hasLineBreak } from '../exiftool/exiftool-pool.ts';
import type { RawTags } from './raw-tags.ts';

/**
 * Files per command: enough that the time between two commands does not count, few enough that a batch of a
 * stage still reaches all processes.
 */
const CHUNK_FILES = 50;

/**
 * Many files through several exiftools that stay up. A file that kills or hangs exiftool costs itself alone: the
 * rest of its command is asked again, with exiftool writing out each answer at once (`-v0`), so that the first file
 * without an answer is the culprit.
 */
export class ExiftoolBatch {
  readonly #pool: ExiftoolPool;
  readonly #silenceMillis: number;

  constructor(options: ExiftoolPoolOptions) {
    this.#pool = new ExiftoolPool(options);
    this.#silenceMillis = options.silenceMillis;
  }

  /**
   * @param paths absolute; a path twice is asked once.
   * @param tagArguments which tags, for all of them.
   * @returns tags, or an Error with the reason, for every path.
   * @throws PhotoTagError TOOL_MISSING, TOOL_FAILED.
   */
  async ask(paths: Iterable<string>, tagArguments: readonly string[]): Promise<Map<string, RawTags | Error>> {
    const unique = [...new Set(paths)];
    const answers = new Map<string, RawTags | Error>();
    const chunks = chunked(unique).map((chunk) => this.#askChunk(chunk, tagArguments, answers));
    const ends = await Promise.allSettled(chunks);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    await Promise.all(
      unique.map(async (path) => {
        if (!answers.has(path)) answers.set(path, await whyNoAnswer(path));
      }),
    );
    return answers;
  }

  /** Commands that still run end first. */
  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #askChunk(
    paths: readonly string[],
    tagArguments: readonly string[],
    answers: Map<string, RawTags | Error>,
  ): Promise<void> {
    let rest = paths;
    // Answers stay in exiftool's buffer until it has a few kilobytes; the more files, the longer it may be silent.
    let silenceMillis = this.#silenceMillis * 2;
    let careful: string[] = [];
    while (rest.length > 0) {
      const run = await this.#pool.run([...careful, ...tagArguments], rest, silenceMillis);
      const lastAnswered = keepAnswers(run.output, rest, answers);
      if (run.failure === null) return;
      const next = rest.slice(lastAnswered + 1);
      if (careful.length > 0 && next[0] !== undefined) {
        answers.set(next[0], new Error(`exiftool ${run.failure} while it read this file.`));
      }
      // exiftool passes over what is missing without an answer: it must not be taken for the culprit.
      rest = await regularFilesOf(careful.length > 0 ? next.slice(1) : next);
      silenceMillis = this.#silenceMillis;
      careful = ['-v0'];
    }
  }
}

/** A name with a line break costs a process of its own, so it is asked alone. */
function chunked(paths: readonly string[]): string[][] {
  const plain = paths.filter((path) => !hasLineBreak(path));
  const chunks = paths.filter(hasLineBreak).map((path) => [path]);
  for (let start = 0; start < plain.length; start += CHUNK_FILES) {
    chunks.push(plain.slice(start, start + CHUNK_FILES));
  }
  return chunks;
}

/**
 * Takes over what exiftool printed, also of a list that breaks off. Answers find their path by SourceFile, compared
 * byte for byte: exiftool leaves out files that it cannot find, so their order says nothing.
 * @returns the index of the last path with an answer, -1 without any.
 */
function keepAnswers(
  output: string,
  paths: readonly string[],
  answers: Map<string, RawTags | Error>,
): number {
  const places = new Map(paths.map((path, index) => [path, index]));
  let last = -1;
  for (const tags of parseList(output)) {
    const place = places.get(tags.SourceFile);
    if (place === undefined) continue;
    answers.set(tags.SourceFile, tags);
    last = Math.max(last, place);
  }
  return last;
}

/** The end of one file's object: a brace at the beginning of a line. Line breaks in values are escaped. */
const END_OF_OBJECT = /\n\}(?=,|\]|$)/;

/** Each file's object by itself, so that one that is no JSON leaves the others whole. */
function parseList(output: string): RawTags[] {
  // What stands behind the last end is the bracket of the list, or an object that breaks off.
  const whole = output.split(END_OF_OBJECT).slice(0, -1);
  return whole.flatMap((text) => {
    const start = text.indexOf('{');
    try {
      return start < 0 ? [] : [JSON.parse(`${text.slice(start)}\n}`) as RawTags];
    } catch {
      // Its file is one without an answer, and is told so.
      return [];
    }
  });
}

async function regularFilesOf(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
  return paths.filter((_, index) => found[index]?.isFile());
}

async function whyNoAnswer(path: string): Promise<Error> {
  try {
    const found = await stat(path);
    return new Error(found.isFile() ? 'exiftool gave no answer for this file.' : 'Not a regular file.');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return new Error(missing ? 'The file is not there any more.' : messageOf(error), { cause: error });
  }
}
