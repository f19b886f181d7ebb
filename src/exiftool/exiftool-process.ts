import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { PhotoTagError } from '../domain/errors.ts';
import type { ExiftoolCommand } from './bundled-exiftool.ts';

/** What one command of exiftool came to. A process that died or hung is a value, with what it had printed. */
export interface ExiftoolRun {
  readonly output: string;
  /** The last of what it said on stderr. */
  readonly complaints: string;
  /** Null where the command ended as it should, else why not: `was killed by SIGSEGV`. */
  readonly failure: string | null;
}

/** `-config ''`: no configuration file of the user may change what tags mean, or run code here. */
const ALWAYS = ['-config', ''];

/** Perl complains on stderr about a locale that is not installed; file names are bytes to exiftool anyway. */
// Perl's hash order is fixed, so that exiftool lists doubled properties in the same order in every process.
const ENVIRONMENT = { ...process.env, LC_ALL: 'C', PERL_HASH_SEED: '0', PERL_PERTURB_KEYS: '0' };

/** Enough of stderr to see why a process ended. */
const COMPLAINTS_KEPT_CHARACTERS = 2000;

/** Longer than any `{ready123}` with its line break. */
const SIGN_CHARACTERS = 40;

/** Loading Perl takes 0.1 s; a machine under load or a cold network disk may need much longer. */
const START_MILLIS = 60_000;

/**
 * One exiftool that stays up and takes command after command on its stdin, one at a time
 * (`-stay_open True -@ -` in exiftool's documentation). It ends when its stdin does, so none outlives us.
 */
export class ExiftoolProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<void>;
  #output: string[] = [];
  /** The last characters of the output, for the sign that a command has ended: previews come as many megabytes. */
  #outputEnd = '';
  #complaints = '';
  #commands = 0;
  /** Why it counts as dead, from when it is stopped. */
  #died: string | null = null;
  /** From when it really has ended, and everything that it printed is here. */
  #ended = false;
  #crashed = false;
  #spawnError: NodeJS.ErrnoException | null = null;
  #wake: () => void = () => {};

  private constructor(command: ExiftoolCommand, arguments_: readonly string[]) {
    const child = spawn(command.perl, [command.script, ...ALWAYS, ...arguments_], { env: ENVIRONMENT });
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#output.push(text);
      this.#outputEnd = (this.#outputEnd + text.slice(-SIGN_CHARACTERS)).slice(-SIGN_CHARACTERS);
      this.#wake();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#complaints = (this.#complaints + text).slice(-COMPLAINTS_KEPT_CHARACTERS);
      this.#wake();
    });
    // A broken pipe means that the process is gone, and then `close` says so.
    child.stdin.on('error', () => {});
    this.#closed = new Promise((resolve) => {
      const end = (why: string, crashed: boolean) => {
        this.#died ??= why;
        this.#crashed ||= crashed;
        this.#ended = true;
        this.#wake();
        resolve();
      };
      child.on('error', (error) => {
        this.#spawnError = error;
        end(`could not be started (${error.message})`, true);
      });
      child.on('close', (code, signal) => {
        if (signal === null) end(`ended with exit code ${code}`, false);
        else end(`was killed by ${signal}`, true);
      });
    });
  }

  /** @throws PhotoTagError TOOL_MISSING without perl, TOOL_FAILED where exiftool does not come up. */
  static async start(command: ExiftoolCommand): Promise<ExiftoolProcess> {
    const started = new ExiftoolProcess(command, ['-stay_open', 'True', '-@', '-']);
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
      `exiftool does not work: it ${why}. ${started.#complaints.trim()}`.trim(),
      {
        remedy:
          'Run `photo-tag doctor`; a whole Perl installation is needed (Debian: package perl, not perl-base).',
        file: command.script,
      },
    );
  }

  /**
   * One command in a process of its own, with its arguments as the system passes them: the only way in for a
   * file name with a line break. (exiftool's `#[CSTR]` lines leave a backslash before `$` and `@`.)
   */
  static async runOnce(
    command: ExiftoolCommand,
    arguments_: readonly string[],
    silenceMillis: number,
  ): Promise<ExiftoolRun> {
    const once = new ExiftoolProcess(command, arguments_);
    once.#child.stdin.end();
    await once.#until(() => false, silenceMillis);
    // A file that exiftool cannot read makes it end with exit code 1, and that is an answer.
    return once.#result(once.#crashed ? once.#died : null);
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
    this.#output = [];
    this.#outputEnd = '';
    this.#complaints = '';
    this.#child.stdin.write(`${[...arguments_, `-execute${this.#commands}`].join('\n')}\n`);
    const isReady = () => this.#outputEnd.endsWith(ready);
    await this.#until(isReady, silenceMillis);
    if (!isReady()) return this.#result(this.#died);
    const result = this.#result(null);
    this.#output = [];
    return { ...result, output: result.output.slice(0, -ready.length) };
  }

  async close(): Promise<void> {
    if (this.alive) this.#child.stdin.end('-stay_open\nFalse\n');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), 2_000);
    await this.#closed;
    clearTimeout(late);
  }

  /** Waits for what is asked, or for the end of the process, which comes by force after a long silence. */
  async #until(isReached: () => boolean, silenceMillis: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.#died ??= `said nothing for ${Math.round(silenceMillis / 1000)} s and was stopped`;
        this.#child.kill('SIGKILL');
      }, silenceMillis);
      this.#wake = () => {
        timer.refresh();
        if (!this.#ended && !isReached()) return;
        clearTimeout(timer);
        this.#wake = () => {};
        resolve();
      };
      this.#wake();
    });
  }

  #result(failure: string | null): ExiftoolRun {
    return { output: this.#output.join(''), complaints: this.#complaints, failure };
  }
}
