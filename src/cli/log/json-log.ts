import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import type { RequestLog } from '../../http/request-log.ts';
import { type HideOptions, hide } from './hide.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface JsonLogOptions extends HideOptions {
  readonly level: LogLevel;
  readonly version: string;
}

/** One JSON object a line, for programs that gather logs. */
export function openJsonLog(
  out: NodeJS.WritableStream,
  { level, version, ...hiding }: JsonLogOptions,
): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid, version },
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'message',
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        /** Whatever is said goes through here, fields and all. */
        streamWrite: (line) => cleaned(line, hiding),
      },
    },
    { write: (line: string) => void out.write(line) },
  );
}

/** Texts of a line without what must not be in them; the rest as it was. */
function cleaned(line: string, hiding: HideOptions): string {
  const entry = JSON.parse(line) as Record<string, unknown>;
  return `${JSON.stringify(entry, (key, value) =>
    typeof value === 'string' && !OWN.has(key) ? hide(value, hiding) : value,
  )}\n`;
}

/** Fields whose texts this program makes, of names that are in the code: no user and no file has a say in them. */
const OWN = new Set([
  ...['level', 'time', 'version', 'event', 'stage', 'state', 'route', 'method', 'code', 'requestId', 'stack'],
]);

/**
 * What commands say to people on stderr, as lines of a log. Terminals have lines that are drawn anew; here is none.
 */
export class LogLines extends Writable {
  readonly #log: Logger;
  #rest = '';

  constructor(log: Logger) {
    super({ decodeStrings: false });
    this.#log = log;
  }

  override _write(chunk: string | Buffer, _: BufferEncoding, done: () => void): void {
    const lines = (this.#rest + chunk.toString()).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#tell(line);
    done();
  }

  override _final(done: () => void): void {
    this.#tell(this.#rest);
    done();
  }

  #tell(line: string): void {
    const text = line.replace(/\x1b\[[\d;]*[A-Za-z]|\r/g, '').trim();
    if (text !== '') this.#log.info(text);
  }
}

/** Each answer of the server, by its route as it is declared. */
export const requestLines = (log: Logger): RequestLog => ({
  answered: ({ requestId, method, route, status, millis }) =>
    log[status >= 500 ? 'error' : status >= 400 ? 'warn' : 'debug'](
      { event: 'request', requestId, method, route, status, millis: Math.round(millis * 10) / 10 },
      `${method} ${status}`,
    ),
  failed: ({ requestId, method, route }, error) =>
    log.error(
      { event: 'request-failed', requestId, method, route, stack: framesOf(error) },
      error instanceof Error ? error.message : String(error),
    ),
});

/** Where it happened, in files of this program alone; what was said stands in the message, and may name things. */
function framesOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined;
  return error.stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim().replace(/\(?(?:file:\/\/)?[^\s(]*\/((?:src|node_modules)\/[^)]*)\)?/, '$1'))
    .map((line) => line.replace(/\(?(?:file:\/\/)?\/[^)]*\)?/, ''))
    .join(' | ');
}
