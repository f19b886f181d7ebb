import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { PhotoTagError } from '../domain/errors.ts';

const REMEDY = 'Install perl (Debian: apt-get install perl) and run `photo-tag doctor`.';

/** How many bytes at the end of the output are searched for the sign that a command is finished. */
const SIGN_BYTES = 40;

interface Command {
  readonly args: readonly string[];
  readonly resolve: (output: string) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One exiftool process that stays open (`-stay_open`, exiftool documentation) and answers one command after the
 * other: starting perl costs more than reading a file. Starts with the first command and again after a failure.
 */
export class ExiftoolSession {
  readonly #timeoutMillis: number;
  readonly #script: string | undefined;
  readonly #waiting: Command[] = [];
  #current: Command | undefined;
  #child: ChildProcessWithoutNullStreams | undefined;
  #timer: NodeJS.Timeout | undefined;
  #output: Buffer[] = [];
  #tail = '';
  #errors = '';
  #number = 0;
  #closed = false;

  /** @param options script: another exiftool than the one that comes with the program. */
  constructor(options: { timeoutMillis: number; script?: string | undefined }) {
    this.#timeoutMillis = options.timeoutMillis;
    this.#script = options.script;
  }

  /**
   * @param args one argument each; a newline in one is refused, because it would become two arguments.
   * @returns standard output as UTF-8.
   * @throws PhotoTagError TOOL_MISSING or TOOL_FAILED; Error where the command took too long.
   */
  run(args: readonly string[]): Promise<string> {
    if (args.some((arg) => arg.includes('\n')))
      throw new RangeError('An exiftool argument must not contain a newline');
    return new Promise((resolve, reject) => {
      this.#waiting.push({ args, resolve, reject });
      void this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const child = this.#child;
    if (child === undefined) return;
    const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
    child.stdin.end('-stay_open\nFalse\n');
    const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
    await exited;
    clearTimeout(timer);
  }

  async #next(): Promise<void> {
    if (this.#current !== undefined) return;
    const command = this.#waiting.shift();
    if (command === undefined) return;
    this.#current = command;
    try {
      this.#child ??= await this.#start();
    } catch (error) {
      this.#finish(undefined, error);
      return;
    }
    this.#number += 1;
    this.#output = [];
    this.#tail = '';
    this.#timer = setTimeout(() => {
      this.#child?.kill('SIGKILL');
      this.#child = undefined;
      this.#finish(undefined, new Error(`exiftool gave no answer within ${this.#timeoutMillis / 1000} s.`));
    }, this.#timeoutMillis);
    this.#child.stdin.write(`${command.args.join('\n')}\n-execute${this.#number}\n`);
  }

  async #start(): Promise<ChildProcessWithoutNullStreams> {
    if (this.#closed)
      throw new PhotoTagError('TOOL_FAILED', 'exiftool was already closed', { remedy: REMEDY });
    const script = this.#script ?? (await (await import('exiftool-vendored')).exiftoolPath());
    const fixed = ['-stay_open', 'True', '-@', '-', '-common_args', '-charset', 'filename=utf8'];
    const child = script.endsWith('.exe') ? spawn(script, fixed) : spawn('perl', [script, ...fixed]);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) => reject(missing(cause)));
    });
    this.#errors = '';
    child.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk.toString('utf8')).slice(-2000);
    });
    // A write to a process that has just ended; its end is reported by the events below.
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => this.#gone(child, ended(code, this.#errors)));
    return child;
  }

  #gone(child: ChildProcessWithoutNullStreams, error: PhotoTagError): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#finish(undefined, error);
  }

  #read(chunk: Buffer): void {
    this.#output.push(chunk);
    const sign = `{ready${this.#number}}`;
    this.#tail = (this.#tail + chunk.subarray(-SIGN_BYTES).toString('latin1')).slice(-SIGN_BYTES);
    if (!this.#tail.trimEnd().endsWith(sign)) return;
    const output = Buffer.concat(this.#output).toString('utf8').trimEnd();
    this.#finish(output.slice(0, -sign.length));
  }

  #finish(output: string | undefined, error?: unknown): void {
    clearTimeout(this.#timer);
    const command = this.#current;
    this.#current = undefined;
    if (command !== undefined) {
      if (output === undefined) command.reject(error);
      else command.resolve(output);
    }
    void this.#next();
  }
}

function missing(cause: unknown): PhotoTagError {
  return new PhotoTagError('TOOL_MISSING', 'exiftool could not be started: perl was not found', {
    remedy: REMEDY,
    cause,
  });
}

function ended(code: number | null, errors: string): PhotoTagError {
  const said = errors.trim() === '' ? '' : `: ${errors.trim()}`;
  return new PhotoTagError('TOOL_FAILED', `exiftool ended with exit status ${code}${said}`, {
    remedy: REMEDY,
  });
}
