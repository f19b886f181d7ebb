import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A file as the hub keeps it: large ones lie on another host, behind a redirect. */
export interface HubFile {
  readonly bytes: Buffer;
  readonly isLarge: boolean;
}

/** What goes wrong with one answer. */
export type Fault =
  /** The connection ends after so many bytes of the body, once the client has them safe. */
  | { readonly cutAfter: number; readonly until: () => boolean }
  /** Nothing more comes after so many bytes, and the connection stays. */
  | { readonly stallAfter: number }
  | { readonly status: number; readonly headers?: Record<string, string> }
  | { readonly page: string }
  | { readonly redirect: string }
  /** Other bytes than the headers promise. */
  | { readonly instead: Buffer }
  /** Ranges and If-Range are not heeded. */
  | 'no-ranges'
  /** Ranges are heeded, If-Range is not. */
  | 'no-if-range'
  /** So many bytes at a time, with a pause between. */
  | { readonly slow: number };

export interface Asked {
  readonly method: string;
  readonly host: 'hub' | 'cdn';
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export const COMMIT = 'd15189d7028b43f1d3e65039190477f6af591c2a';
const REVISION = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/;

/** A hub and the host of its large files, real servers on this machine, with the headers of Hugging Face. */
export class HubServer {
  readonly files = new Map<string, HubFile>();
  readonly asked: Asked[] = [];
  /** For the next answers with a body for that path, one each. */
  readonly faults = new Map<string, Fault[]>();
  /** Told beside a large file instead of the truth. */
  linkedEtag: string | null = null;
  /** A plain web server tells no checksums. */
  isPlain = false;
  knowsHead = true;
  readonly #hub: Server;
  readonly #cdn: Server;

  private constructor(hub: Server, cdn: Server) {
    this.#hub = hub;
    this.#cdn = cdn;
    hub.on('request', (request, response) => this.#answer('hub', request, response));
    cdn.on('request', (request, response) => this.#answer('cdn', request, response));
  }

  static async start(): Promise<HubServer> {
    const servers = [createServer(), createServer()] as const;
    for (const server of servers) await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    return new HubServer(...servers);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#hub.address() as AddressInfo).port}`;
  }

  get #cdnUrl(): string {
    return `http://127.0.0.1:${(this.#cdn.address() as AddressInfo).port}`;
  }

  put(path: string, bytes: Buffer, isLarge = true): void {
    this.files.set(path, { bytes, isLarge });
  }

  fail(path: string, ...faults: Fault[]): void {
    this.faults.set(path, faults);
  }

  /** Requests for bodies, with the range that was asked for. */
  downloads(path: string): (string | undefined)[] {
    return this.asked
      .filter((one) => one.method === 'GET' && one.path === path && this.#hasBody(one))
      .map(({ range }) => range);
  }

  async close(): Promise<void> {
    for (const server of [this.#hub, this.#cdn]) {
      server.closeAllConnections();
      await new Promise((down) => server.close(down));
    }
  }

  #hasBody({ host, path }: Asked): boolean {
    return host === 'cdn' || this.isPlain || this.files.get(path)?.isLarge !== true;
  }

  #answer(host: 'hub' | 'cdn', request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'http://here');
    const path = decodeURIComponent(REVISION.exec(pathname)?.[3] ?? pathname.slice(1));
    const { method = '', headers } = request;
    const one: Asked = { method, host, path, range: headers.range, authorization: headers.authorization };
    this.asked.push(one);
    if (method === 'HEAD' && !this.knowsHead) return void response.writeHead(405).end();
    const file = this.files.get(path);
    const fault = method === 'GET' && this.#hasBody(one) ? this.faults.get(path)?.shift() : undefined;
    if (fault !== undefined && typeof fault === 'object') {
      if ('status' in fault) return void response.writeHead(fault.status, fault.headers).end('no');
      if ('redirect' in fault) return void response.writeHead(302, { location: fault.redirect }).end();
      if ('page' in fault) {
        return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(fault.page);
      }
    }
    if (file === undefined) return void response.writeHead(404).end('Entry not found');
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    const told: Record<string, string> = this.isPlain ? {} : { 'x-repo-commit': COMMIT };
    if (file.isLarge && !this.isPlain && host === 'hub') {
      response.writeHead(302, {
        ...told,
        location: `${this.#cdnUrl}/${path}?signature=secret`,
        'x-linked-etag': `"${this.linkedEtag ?? sha256}"`,
        'x-linked-size': String(file.bytes.length),
        etag: '"of-the-redirect"',
      });
      return void response.end();
    }
    const blob = createHash('sha1').update(`blob ${file.bytes.length}\0`).update(file.bytes).digest('hex');
    const etag = host === 'hub' && !this.isPlain ? `"${blob}"` : `"cdn-${sha256.slice(0, 16)}"`;
    this.#send(request, response, file.bytes, { ...told, etag }, fault);
  }

  #send(
    { method, headers }: IncomingMessage,
    response: ServerResponse,
    file: Buffer,
    told: Record<string, string>,
    fault: Fault | undefined,
  ): void {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    const condition = headers['if-range'];
    const isHeeded =
      from > 0 &&
      fault !== 'no-ranges' &&
      (condition === undefined || condition === told.etag || fault === 'no-if-range');
    if (isHeeded && from >= file.length) return void response.writeHead(416).end();
    const instead = typeof fault === 'object' && 'instead' in fault ? fault.instead : file;
    const body = isHeeded ? instead.subarray(from) : instead;
    response.writeHead(isHeeded ? 206 : 200, {
      ...told,
      'content-type': 'application/octet-stream',
      'content-length': String(body.length),
      ...(isHeeded ? { 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` } : {}),
    });
    if (method === 'HEAD') return void response.end();
    if (typeof fault === 'object' && 'cutAfter' in fault) {
      response.write(body.subarray(0, fault.cutAfter));
      // What lies unread in a client when a connection dies is lost to it.
      const timer = setInterval(() => {
        if (!fault.until() && !response.destroyed) return;
        clearInterval(timer);
        response.destroy();
      }, 5);
      return;
    }
    if (typeof fault === 'object' && 'stallAfter' in fault) {
      return void response.write(body.subarray(0, fault.stallAfter));
    }
    if (typeof fault === 'object' && 'slow' in fault) trickle(response, body, fault.slow);
    else response.end(body);
  }
}

function trickle(response: ServerResponse, body: Buffer, pieceBytes: number): void {
  let at = 0;
  const timer = setInterval(() => {
    if (response.destroyed) return clearInterval(timer);
    response.write(body.subarray(at, at + pieceBytes));
    at += pieceBytes;
    if (at < body.length) return;
    clearInterval(timer);
    response.end();
  }, 10);
}

/** Bytes that look like nothing, and the same for the same seed. */
export function noise(seed: string, bytes: number): Buffer {
  const pieces: Buffer[] = [];
  for (let have = 0; have < bytes; have += 64) {
    pieces.push(createHash('sha512').update(`${seed} ${have}`).digest());
  }
  return Buffer.concat(pieces).subarray(0, bytes);
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
