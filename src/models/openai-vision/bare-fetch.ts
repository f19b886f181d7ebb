import { lookup as resolve } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { isLoopback } from '../../algorithms/vision/allowed-host.ts';

/** Far above any answer; a server that never ends must not fill the memory. */
const MOST_ANSWER_BYTES = 4 * 1024 * 1024;

/** Headers that are sent; the SDK has more to tell of this machine. */
const SENT_HEADERS = ['authorization', 'content-type', 'accept'];

/** No answer came. */
export class NoAnswer extends Error {
  /** False where not one byte of the request can have arrived. */
  readonly mayHaveArrived: boolean;

  constructor(message: string, mayHaveArrived: boolean) {
    super(message);
    this.name = 'NoAnswer';
    this.mayHaveArrived = mayHaveArrived;
  }
}

export interface BareFetchOptions {
  /** Ends the call when nothing was heard for that long. */
  readonly silenceMillis: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One POST to exactly that address. No redirect is followed, no proxy of the environment is used (a connection that the
 * gate did not see would be opened), no cookie is kept, and a name that stands for this machine must lead to it.
 * @throws NoAnswer where there is none, or half of one
 */
export async function barePost(
  address: URL,
  url: string,
  init: { readonly method?: string; readonly headers: Headers; readonly body: string },
  { silenceMillis, signal }: BareFetchOptions,
): Promise<Response> {
  if (new URL(url).href !== address.href || init.method?.toUpperCase() !== 'POST') {
    throw new NoAnswer('the request is not the one that was approved', false);
  }
  const isEncrypted = address.protocol === 'https:';
  // An agent of its own, for one call: the shared one may have been given a proxy.
  const agent = isEncrypted ? new https.Agent({ keepAlive: false }) : new http.Agent({ keepAlive: false });
  const body = Buffer.from(init.body, 'utf8');
  const headers: Record<string, string> = {
    'user-agent': 'photo-tag',
    'content-length': String(body.length),
  };
  for (const name of SENT_HEADERS) {
    const value = init.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  const { promise, resolve: answer, reject } = Promise.withResolvers<Response>();
  const request = (isEncrypted ? https : http).request(address, {
    method: 'POST',
    agent,
    headers,
    lookup: ownLookup(address.hostname),
    // Said, because an environment variable of Node can switch it off for all who say nothing.
    rejectUnauthorized: true,
  });
  let isConnected = false;
  const fail = (message: string): void => {
    reject(new NoAnswer(message, isConnected));
    request.destroy();
  };
  let silence: NodeJS.Timeout;
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => fail(`nothing was heard for ${silenceMillis / 1000} s`), silenceMillis);
  };
  heard();
  const stop = (): void => fail('stopped');
  signal?.addEventListener('abort', stop, { once: true });
  request.on('socket', (socket) => {
    socket.once(isEncrypted ? 'secureConnect' : 'connect', () => {
      isConnected = true;
      heard();
    });
  });
  request.on('error', (error) => fail(plainReason(error)));
  request.on('response', (response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    heard();
    response.on('data', (chunk: Buffer) => {
      heard();
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > MOST_ANSWER_BYTES) fail('the answer is too long');
    });
    response.on('error', (error) => fail(plainReason(error)));
    response.on('aborted', () => fail('the connection was cut'));
    response.on('end', () => {
      if (!response.complete) return fail('the connection was cut');
      const status = response.statusCode ?? 0;
      if (status < 200 || status > 599) return fail(`an answer that is none (status ${status})`);
      const withoutBody = status === 204 || status === 205 || status === 304;
      answer(
        new Response(withoutBody ? null : Buffer.concat(chunks), { status, headers: headersOf(response) }),
      );
    });
  });
  request.end(body);
  try {
    return await promise;
  } finally {
    clearTimeout(silence!);
    signal?.removeEventListener('abort', stop);
    agent.destroy();
  }
}

/** `localhost` may be led elsewhere by a hosts file or a name server: then it is not this machine. */
function ownLookup(hostname: string): LookupFunction {
  return (name, options, done) => {
    resolve(name, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      const strange = isLoopback(hostname) && addresses.find(({ address }) => !isOwnAddress(address));
      if (strange) return done(new Error(`${hostname} leads to another machine, ${strange.address}`), []);
      if (options.all) return done(null, addresses);
      const [first] = addresses;
      if (first === undefined) return done(new Error(`${hostname} has no address`), []);
      done(null, first.address, first.family);
    });
  };
}

const isOwnAddress = (address: string): boolean =>
  address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address);

function headersOf({ rawHeaders }: http.IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    try {
      headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
    } catch {
      // A header that is none says nothing.
    }
  }
  return headers;
}

function plainReason(error: NodeJS.ErrnoException): string {
  const known: Record<string, string> = {
    ECONNREFUSED: 'nobody answers there',
    ECONNRESET: 'the connection was cut',
    EPIPE: 'the connection was cut',
    ENOTFOUND: 'the host is not known',
    EAI_AGAIN: 'the name server does not answer',
    ETIMEDOUT: 'no connection came about',
    EHOSTUNREACH: 'the host cannot be reached',
    ENETUNREACH: 'there is no network',
  };
  return known[error.code ?? ''] ?? error.message;
}
