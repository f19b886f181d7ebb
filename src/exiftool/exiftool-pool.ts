import { isAbsolute } from 'node:path';
import { PhotoTagError } from '../domain/errors.ts';
import { bundledExiftool, type ExiftoolCommand } from './bundled-exiftool.ts';
import { ExiftoolProcess, type ExiftoolRun } from './exiftool-process.ts';

export interface ExiftoolPoolOptions {
  /** How many exiftool processes at most; each keeps one core busy and wants some 60 MB. */
  readonly processes: number;
  /** How long an exiftool may say nothing before it counts as hung. */
  readonly silenceMillis: number;
  /** Another than the one that comes with the program. */
  readonly command?: ExiftoolCommand | undefined;
}

interface UsedProcess {
  readonly process: ExiftoolProcess;
  files: number;
}

/** Perl gives memory back to nobody; a fresh process after this many files keeps the peak near 100 MB. */
const FILES_PER_PROCESS = 20_000;

/** A line break would end an argument, and begin another. */
export const hasLineBreak = (argument: string): boolean => /[\n\r]/.test(argument);

/**
 * The way to exiftool for everything here: a few processes that stay up, because starting Perl costs more than reading
 * a file. They start when they are needed and again after one has died, and they end with the program.
 */
export class ExiftoolPool {
  readonly #options: ExiftoolPoolOptions;
  readonly #idle: UsedProcess[] = [];
  readonly #waiting: (() => void)[] = [];
  #command: ExiftoolCommand | undefined;
  #busy = 0;
  #closed = false;

  constructor(options: ExiftoolPoolOptions) {
    this.#options = options;
    this.#command = options.command;
  }

  /**
   * One command: options and then files.
   * @param options none may hold a line break.
   * @param files absolute, so that none looks like an option; one with a line break in its name gets a process of its
   * own, to which the system passes it as it is.
   * @param silenceMillis for this command, where another limit fits it than that of the pool.
   * @throws PhotoTagError TOOL_MISSING, TOOL_FAILED where exiftool does not start.
   */
  async run(
    options: readonly string[],
    files: readonly string[],
    silenceMillis = this.#options.silenceMillis,
  ): Promise<ExiftoolRun> {
    refuse(options, files);
    if (this.#closed) {
      throw new PhotoTagError('TOOL_FAILED', 'exiftool was asked after it had been closed.', {
        remedy: 'Start again; if it happens twice, report it with the command that you ran.',
      });
    }
    await this.#enter();
    try {
      this.#command ??= bundledExiftool();
      const arguments_ = [...options, ...files];
      if (files.some(hasLineBreak)) {
        return await ExiftoolProcess.runOnce(this.#command, arguments_, silenceMillis);
      }
      const used = this.#takeIdle() ?? { process: await ExiftoolProcess.start(this.#command), files: 0 };
      const run = await used.process.run(arguments_, silenceMillis);
      used.files += files.length;
      if (used.process.alive && used.files < FILES_PER_PROCESS) this.#idle.push(used);
      else await used.process.close();
      return run;
    } finally {
      this.#leave();
    }
  }

  /** Commands that still run or wait end first. */
  async close(): Promise<void> {
    this.#closed = true;
    const places = Array.from({ length: this.#options.processes });
    await Promise.all(places.map(() => this.#enter()));
    await Promise.all(this.#idle.splice(0).map(({ process }) => process.close()));
    for (const _place of places) this.#leave();
  }

  #takeIdle(): UsedProcess | undefined {
    // One may have been killed from outside meanwhile.
    let used = this.#idle.pop();
    while (used && !used.process.alive) used = this.#idle.pop();
    return used;
  }

  async #enter(): Promise<void> {
    if (this.#busy >= this.#options.processes)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#busy += 1;
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#busy -= 1;
  }
}

function refuse(options: readonly string[], files: readonly string[]): void {
  const option = options.find(hasLineBreak);
  if (option !== undefined) {
    throw new RangeError(`A line break in an exiftool option: ${JSON.stringify(option)}`);
  }
  const relative = files.find((file) => !isAbsolute(file));
  if (relative !== undefined) {
    throw new RangeError(`exiftool is only given absolute paths, not ${JSON.stringify(relative)}`);
  }
}
