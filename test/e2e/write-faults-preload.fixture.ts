import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Loaded before a program (`node --import`), this counts its file-system calls below one folder, and lets one of them
 * go wrong: node:fs in all its forms (synchronous, callback, promises, FileHandle). A call counts where its path, the
 * second path of a rename or link, or the path of its open file lies below the folder.
 */

/**
 * What happens at the call:
 * - `kill-before`, `kill-after`: the process ends by SIGKILL; `kill-half`: in the middle of writing data.
 * - `short`: half of the data is written, and the call says that all was.
 * - `lost-answer`: the call is carried out, and then fails with EIO, as on a network share.
 * - an error code: the call fails with it. Where data is written, half of it gets there; a close closes all the same.
 */
export type FaultKind = 'kill-before' | 'kill-after' | 'kill-half' | 'short' | 'lost-answer' | (string & {});

export interface Fault {
  /** Absolute path of the folder whose calls count. */
  readonly below: string;
  /** Which call, from 1; 0 for none. */
  readonly at: number;
  readonly kind: FaultKind;
  /** Every call of these names fails so, whatever its number: `{"link": "EPERM"}` plays a disk without hard links. */
  readonly always?: Readonly<Record<string, string>>;
  /** Where to say which call it was (a file outside of the folder), before it happens. */
  readonly note?: string;
}

export interface FaultInjector {
  arm(fault: Fault): void;
  /** @returns the calls that were counted, by name and path. */
  disarm(): string[];
}

type Call = (...parameters: unknown[]) => unknown;
type Style = 'sync' | 'callback' | 'promise';

let armed: Fault | null = null;
let calls: string[] = [];
const pathOfDescriptor = new Map<number, string>();
const pathOfHandle = new WeakMap<object, string>();
const { writeSync, writeFileSync, appendFileSync } = fs;

const WRITES = /^(append|write)/;

function pathOf(value: unknown): string | null {
  if (typeof value === 'number') return pathOfDescriptor.get(value) ?? null;
  if (typeof value === 'string') return resolve(value);
  if (value instanceof URL) return fileURLToPath(value);
  if (Buffer.isBuffer(value)) return resolve(value.toString('latin1'));
  if (typeof value === 'object' && value !== null) return pathOfHandle.get(value) ?? null;
  return null;
}

function isBelow(path: string | null, below: string): boolean {
  return path !== null && (path === below || path.startsWith(`${below}/`));
}

function failure(name: string, path: string | null, code: string): Error {
  const syscall = name.replace(/^f(?=sync|stat|datasync|chmod|chown)/, '').replace(/Sync$/, '');
  const errno = -((constants.errno as Record<string, number>)[code] ?? 5);
  const error = new Error(`${code}: injected, ${syscall} '${path}'`);
  return Object.assign(error, { errno, code, syscall, path });
}

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  for (;;); // Until the signal is there.
};

/** The same call with the first half of its data, or null where it writes none. */
function halved(name: string, parameters: readonly unknown[], dataAt: number): unknown[] | null {
  const data = parameters[dataAt];
  if (!WRITES.test(name) || (typeof data !== 'string' && !Buffer.isBuffer(data))) return null;
  const half = [...parameters];
  const length = parameters[dataAt + 2];
  if (/^write(Sync)?$/.test(name) && typeof length === 'number') {
    half[dataAt + 2] = length >> 1;
    return half;
  }
  const bytes = Buffer.from(data as string);
  half[dataAt] = bytes.subarray(0, bytes.length >> 1);
  return half;
}

function wrap(name: string, style: Style, original: Call, ofHandle: boolean): Call {
  return function wrapped(this: unknown, ...parameters: unknown[]): unknown {
    const plain = () => original.apply(this, parameters);
    if (armed === null) return plain();
    const paths = (ofHandle ? [this] : parameters.slice(0, /^(rename|link|copyFile)/.test(name) ? 2 : 1)).map(
      pathOf,
    );
    const { below, at, kind, always, note } = armed;
    if (!paths.some((path) => isBelow(path, below))) return plain();
    const path = paths[0] ?? null;
    calls.push(
      `${ofHandle ? 'handle.' : ''}${name} ${paths.map((one) => one?.slice(below.length)).join(' ')}`,
    );
    const mine = calls.length === at;
    const code = mine ? kind : always?.[name.replace(/Sync$/, '')];
    if (code === undefined) return plain();
    if (mine && note !== undefined) appendFileSync(note, `${calls.at(-1)}\n`);
    const half = halved(name, parameters, ofHandle ? 0 : 1);
    const first = () => original.apply(this, half ?? parameters);
    if (code === 'kill-before') return die();
    if (code === 'short') return finish(style, half ?? parameters, first, original, this, () => null);
    if (code === 'kill-after') return afterwards(style, parameters, plain, original, this, die);
    if (code === 'kill-half') return half ? finish(style, half, first, original, this, die) : plain();
    const error = failure(name, path, code === 'lost-answer' ? 'EIO' : code);
    const carriedOut = code === 'lost-answer' || /^close/.test(name) || half !== null;
    const done = code === 'lost-answer' ? plain : first;
    if (carriedOut)
      return finish(
        style,
        code === 'lost-answer' ? parameters : (half ?? parameters),
        done,
        original,
        this,
        () => error,
      );
    if (style === 'promise') return Promise.reject(error);
    if (style === 'sync') throw error;
    const callback = parameters.at(-1) as Call;
    process.nextTick(() => callback(error));
    return undefined;
  };
}

/** Carries the call out, and lets `then` come after it, whether it failed or not. */
function afterwards(
  style: Style,
  parameters: readonly unknown[],
  call: () => unknown,
  original: Call,
  self: unknown,
  then: () => never,
): unknown {
  if (style === 'callback') return original.apply(self, [...parameters.slice(0, -1), then]);
  if (style === 'promise') return (call() as Promise<unknown>).then(then, then);
  try {
    call();
  } finally {
    then();
  }
  return undefined;
}

/** Carries the call out, and answers with what `then` gives: an error, or null for the call's own answer. */
function finish(
  style: Style,
  parameters: readonly unknown[],
  call: () => unknown,
  original: Call,
  self: unknown,
  then: () => Error | null,
): unknown {
  if (style === 'sync') {
    const result = call();
    const error = then();
    if (error) throw error;
    return result;
  }
  if (style === 'promise') {
    return (call() as Promise<unknown>).then(async (result) => {
      const error = then();
      if (error === null) return result;
      // Opened by the system, and never handed over.
      if (result instanceof FileHandle) await (result as fs.promises.FileHandle).close();
      throw error;
    });
  }
  const callback = parameters.at(-1) as Call;
  return original.apply(self, [
    ...parameters.slice(0, -1),
    (problem: unknown, ...rest: unknown[]) => {
      const error = then();
      callback(error ?? problem, ...rest);
    },
  ]);
}

/** Names by which a call that opens something is known, so that later calls on it are known as well. */
function remembering(style: Style, original: Call): Call {
  return function opening(this: unknown, ...parameters: unknown[]): unknown {
    const path = pathOf(parameters[0]);
    if (style === 'sync') {
      const descriptor = original.apply(this, parameters) as number;
      if (path !== null) pathOfDescriptor.set(descriptor, path);
      return descriptor;
    }
    if (style === 'callback') {
      const callback = parameters.at(-1) as Call;
      return original.apply(this, [
        ...parameters.slice(0, -1),
        (error: unknown, descriptor: number) => {
          if (!error && path !== null) pathOfDescriptor.set(descriptor, path);
          callback(error, descriptor);
        },
      ]);
    }
    return (original.apply(this, parameters) as Promise<fs.promises.FileHandle>).then((handle) => {
      if (path !== null) pathOfHandle.set(handle, path);
      // `close` is the handle's own, not its prototype's.
      (handle as { close: Call }).close = wrap('close', 'promise', handle.close as Call, true);
      return handle;
    });
  };
}

const NOT_CALLS = new Set(['watch', 'watchFile', 'unwatchFile', 'glob', 'globSync', 'exists', 'openAsBlob']);

function wrapAll(
  holder: Record<string, unknown>,
  styleOf: (name: string) => Style | null,
  ofHandle: boolean,
): void {
  for (const name of Object.getOwnPropertyNames(holder)) {
    const style = styleOf(name);
    const descriptor = Object.getOwnPropertyDescriptor(holder, name);
    if (style === null || NOT_CALLS.has(name) || typeof descriptor?.value !== 'function') continue;
    const original = descriptor.value as Call;
    const opened = /^open(Sync)?$/.test(name) && !ofHandle ? remembering(style, original) : original;
    const wrapped = wrap(name, style, opened, ofHandle);
    holder[name] = Object.assign(wrapped, original); // realpath.native
  }
}

const HANDLE_CALLS = new Set(
  'appendFile chmod chown datasync sync read readv readFile stat truncate utimes write writev writeFile'.split(
    ' ',
  ),
);
const probe = await fs.promises.open(import.meta.filename);
const FileHandle = probe.constructor as new () => fs.promises.FileHandle;
const handlePrototype = Object.getPrototypeOf(probe) as Record<string, unknown>;
await probe.close();

const api = fs as unknown as Record<string, unknown>;
const hasSync = (name: string) => typeof api[`${name}Sync`] === 'function';
const styleOf = (name: string): Style | null => {
  if (name.endsWith('Sync')) return 'sync';
  return hasSync(name) ? 'callback' : null;
};
wrapAll(handlePrototype, (name) => (HANDLE_CALLS.has(name) ? 'promise' : null), true);
wrapAll(fs.promises as unknown as Record<string, unknown>, () => 'promise', false);
wrapAll(api, styleOf, false);
syncBuiltinESMExports();

const injector: FaultInjector = {
  arm(fault) {
    calls = [];
    armed = fault;
  },
  disarm() {
    armed = null;
    return calls;
  },
};
Object.assign(globalThis, { faultInjector: injector });

/** For programs that know nothing of this file: armed from the start, and the calls are told at the end. */
const fromStart = process.env.PHOTO_TAG_FAULT;
if (fromStart !== undefined) {
  const fault = JSON.parse(fromStart) as Fault & { readonly log?: string };
  injector.arm(fault);
  process.on('exit', () => {
    const all = injector.disarm();
    if (fault.log !== undefined) writeFileSync(fault.log, `${all.join('\n')}\n`);
    else writeSync(2, '');
  });
}
