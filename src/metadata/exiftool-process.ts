import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { PhotoTagError } from '../domain/errors.ts';
import type { ExiftoolCommand } from './exiftool-script.ts';

/** What one command of exiftool came to. A process that died or hung is a value, with what it had printed. */
export interface ExiftoolRun {
  readonly output: string;
  /** Null where the command ended as it should, else why not: `was killed by SIGSEGV`. */
  readonly failure: string | null;
}

/** `-config ''`: no configuration file of the user may change what tags mean, or run code here. */
const ALWAYS = ['-config', ''];

/** Perl complains on stderr about a locale that is not installed; file names are bytes to exiftool anyway. */
// Perl's hash order is fixed, so that exiftool lists doubled properties in the same order in every process.
const ENVIRONMENT = { ...process.env, LC_ALL: 'C', PERL_HASH_SEED: '0', PERL_PERTURB_KEYS: '0' };

/** Enough of stderr to see why a process ended. */
const STDERR_KEPT_CHARACTERS = 2000;

/** Loading Perl takes 0.1 s; a machine under load or a cold network disk may need much longer. */
const START_MILLIS = 60_000;

/**
 * One exiftool that stays up and takes command after command on its stdin, one at a time
 * (`-stay_open True -@ -` in exiftool's documentation). It ends when its stdin does, so none outlives us.
 */
export class ExiftoolProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<void>;
  #stdout = '';
  #stderr = '';
  #commands = 0;
  #died: string | null = null;
  #ended = false;
  #spawnError: NodeJS.ErrnoException | null = null;
  #wake: () => void = () => {};

  private constructor(command: ExiftoolCommand) {
    const child = spawn(command.perl, [command.script, ...ALWAYS, '-stay_open', 'True', '-@', '-'], {
      env: ENVIRONMENT,
    });
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#wake();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT_CHARACTERS);
      this.#wake();
    });
    // A broken pipe means that the process is gone, and then `close` says so.
    child.stdin.on('error', () => {});
    this.#closed = new Promise((resolve) => {
      const end = (why: string) => {
        this.#died ??= why;
        this.#ended = true;
        this.#wake();
        resolve();
      };
      child.on('error', (error) => {
        this.#spawnError = error;
        end(`could not be started (${error.message})`);
      });
      child.on('close', (code, signal) => {
        end(signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`);
      });
    });
  }

  /** @throws PhotoTagError TOOL_MISSING without perl, TOOL_FAILED where exiftool does not come up. */
  static async start(command: ExiftoolCommand): Promise<ExiftoolProcess> {
    const started = new ExiftoolProcess(command);
    const run = await started.run(['-ver'], START_MILLIS);
    if (run.failure === null && /^\d+\.\d+\s*$/.test(run.output)) return started;
    await started.close();
    if (started.#spawnError?.code === 'ENOENT') {
      throw new PhotoTagError('TOOL_MISSING', `${command.perl} was not found; exiftool needs Perl.`, {
        remedy: 'Install Perl 5 (Debian, Ubuntu: `apt install perl`) and start again.',
        cause: started.#spawnError,
      });
    }
    const why = run.failure ?? `answered ${JSON.stringify(run.output.slice(0, 80))} to -ver`;
    throw new PhotoTagError(
      'TOOL_FAILED',
      `exiftool does not work: it ${why}. ${started.#stderr.trim()}`.trim(),
      {
        remedy:
          'Run `photo-tag doctor`; a whole Perl installation is needed (Debian: package perl, not perl-base).',
        file: command.script,
      },
    );
  }

  get alive(): boolean {
    return this.#died === null;
  }

  /**
   * One command.
   * @param arguments_ none may hold a line break: exiftool reads one argument per line.
   * @param silenceMillis how long it may print nothing at all before it counts as hung, and is killed.
   */
  async run(arguments_: readonly string[], silenceMillis: number): Promise<ExiftoolRun> {
    this.#commands += 1;
    const ready = `{ready${this.#commands}}\n`;
    this.#stdout = '';
    this.#stderr = '';
    this.#child.stdin.write(`${[...arguments_, `-execute${this.#commands}`].join('\n')}\n`);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#died ??= `said nothing for ${Math.round(silenceMillis / 1000)} s and was stopped`;
        this.#child.kill('SIGKILL');
      }, silenceMillis);
      this.#wake = () => {
        timer.refresh();
        if (!this.#ended && !this.#stdout.endsWith(ready)) return;
        clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
      this.#wake();
    });
    if (!this.#stdout.endsWith(ready)) return { output: this.#stdout, failure: this.#died };
    return { output: this.#stdout.slice(0, -ready.length), failure: null };
  }

  async close(): Promise<void> {
    if (this.alive) this.#child.stdin.end('-stay_open\nFalse\n');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 2_000);
    await this.#closed;
    clearTimeout(late);
  }
}

/**
 * One command in a process of its own, with its arguments as the system passes them: the only way in for a
 * file name with a line break. (exiftool's `#[CSTR]` lines leave a backslash before `$` and `@`.)
 */
export async function runExiftoolOnce(
  command: ExiftoolCommand,
  arguments_: readonly string[],
  silenceMillis: number,
): Promise<ExiftoolRun> {
  return await new Promise((resolve) => {
    const child = spawn(command.perl, [command.script, ...ALWAYS, ...arguments_], { env: ENVIRONMENT });
    let output = '';
    let failure: string | null = null;
    const timer = setTimeout(() => {
      failure = `said nothing for ${Math.round(silenceMillis / 1000)} s and was stopped`;
      child.kill('SIGKILL');
    }, silenceMillis);
    child.stdin.end();
    child.stderr.on('data', () => timer.refresh());
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      timer.refresh();
    });
    child.on('error', (error) => {
      failure ??= `could not be started (${error.message})`;
    });
    child.on('close', (_code, signal) => {
      clearTimeout(timer);
      if (signal !== null) failure ??= `was killed by ${signal}`;
      resolve({ output, failure });
    });
  });
}
