import http from 'node:http';
import { PhotoTagError } from '../../domain/errors.ts';
import { firstFacts, type HubFacts, hubFacts, NO_FACTS } from './hub-facts.ts';
import { cancelled, connectionProblem, downloadFailed, TryAgain } from './pull-errors.ts';
import type { Timings } from './timings.ts';

export interface Hub {
  /** The hub itself or a mirror of it, with or without a path. */
  readonly mirror: string;
  /** For repositories that ask for one. Goes to the mirror's own origin alone, and never over a network unencrypted. */
  readonly token?: string | undefined;
  readonly timings: Timings;
}

export interface HubAnswer {
  readonly response: Response;
  /** Where the answer came from, behind all redirects. */
  readonly url: URL;
  /** What the mirror itself said, on any hop. */
  readonly facts: HubFacts;
  /** Ends the request; also called when no byte came for long. */
  abort(reason: unknown): void;
}

const MOST_REDIRECTS = 8;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** `https://huggingface.co/owner/name/resolve/main/onnx/model.onnx`. */
export function fileUrl({ mirror }: Hub, repository: string, revision: string, path: string): URL {
  const words = [...repository.split('/'), 'resolve', revision, ...path.split('/')];
  const url = `${mirror.replace(/\/+$/, '')}/${words.map(encodeURIComponent).join('/')}`;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new PhotoTagError('CONFIG_INVALID', `models.mirror: ${mirror} is no web address`, {
      remedy: 'Use one that begins with https://, such as https://huggingface.co.',
    });
  }
  const parsed = new URL(url);
  if (parsed.username === '' && parsed.password === '') return parsed;
  throw new PhotoTagError('CONFIG_INVALID', 'models.mirror holds a name and a password', {
    remedy: 'Take them out: a token for the mirror goes into the environment as HF_TOKEN.',
  });
}

/**
 * Asks for a file, following redirects by our own rules: never from https to http, never to anything else than these.
 * A HEAD request ends at the first redirect that tells the checksum: what lies behind needs no look.
 * @throws TryAgain or PhotoTagError.
 */
export async function ask(
  hub: Hub,
  start: URL,
  request: {
    readonly method: 'GET' | 'HEAD';
    readonly headers?: Record<string, string>;
    readonly signal: AbortSignal;
  },
): Promise<HubAnswer> {
  useProxyOfEnvironment();
  let facts = NO_FACTS;
  let url = start;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const { response, abort } = await askOnce(hub, url, request);
    const isRedirect = REDIRECTS.has(response.status);
    if (url.origin === start.origin) facts = firstFacts(facts, hubFacts(response.headers, isRedirect));
    const isEnough = request.method === 'HEAD' && facts.sha256 !== null && facts.bytes !== null;
    if (!isRedirect || isEnough) return { response, url, facts, abort };
    await response.body?.cancel();
    url = nextHop(url, response.headers.get('location'));
  }
  throw downloadFailed(
    `${start.host} sends from one address to the next without end`,
    'Check models.mirror; a page that asks for a log-in may be in between.',
  );
}

async function askOnce(
  hub: Hub,
  url: URL,
  { method, headers = {}, signal }: Parameters<typeof ask>[2],
): Promise<{ response: Response; abort(reason: unknown): void }> {
  if (signal.aborted) throw cancelled();
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new Error(`no answer for ${hub.timings.answerMillis / 1000} s`)),
    hub.timings.answerMillis,
  );
  try {
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      signal: AbortSignal.any([signal, controller.signal]),
      headers: {
        // Ranges count the bytes of the file, not of a packed copy.
        'accept-encoding': 'identity',
        'user-agent': 'photo-tag',
        ...headers,
        ...authorization(hub, url),
      },
    });
    return { response, abort: (reason) => controller.abort(reason) };
  } catch (error) {
    if (signal.aborted) throw cancelled();
    throw connectionProblem(controller.signal.aborted ? controller.signal.reason : error, url);
  } finally {
    clearTimeout(timer);
  }
}

function authorization({ mirror, token }: Hub, url: URL): Record<string, string> {
  if (!token || url.origin !== new URL(mirror).origin) return {};
  const isPrivate = url.protocol === 'https:' || LOOPBACK.has(url.hostname);
  return isPrivate ? { authorization: `Bearer ${token}` } : {};
}

/** @throws PhotoTagError where the address is none that is followed. */
export function nextHop(from: URL, location: string | null): URL {
  const wrong = (what: string) =>
    downloadFailed(
      `${from.host} sends on to ${what}, which is not followed`,
      'Check models.mirror; somebody may be in between.',
    );
  if (location === null || !URL.canParse(location, from.href)) throw wrong('no address');
  const to = new URL(location, from);
  if (to.protocol !== 'http:' && to.protocol !== 'https:') throw wrong(`a ${to.protocol} address`);
  if (from.protocol === 'https:' && to.protocol === 'http:')
    throw wrong(`an unencrypted address of ${to.host}`);
  return to;
}

/**
 * What an answer that is no file means.
 * @throws TryAgain where it may pass, with the wait that the server asked for.
 */
export function refuseBadStatus({ response, url }: HubAnswer, hub: Hub, path: string): void {
  const { status } = response;
  if (status === 200 || status === 206) return;
  const said = `${url.host} answers ${status} for ${path}`;
  if (status === 404 || status === 410) {
    throw downloadFailed(
      `${said}: it has no such file`,
      'Check models.mirror: a mirror may not have this model. A newer version of photo-tag may know its new place.',
    );
  }
  if (status === 401 || status === 403) {
    throw downloadFailed(
      `${said}: it wants to know who asks`,
      hub.token
        ? 'Is the token in HF_TOKEN valid, and were the terms of the model accepted on its page?'
        : 'Set HF_TOKEN in the environment to a token of your account there, or use another models.mirror.',
    );
  }
  const error = downloadFailed(said, 'Try again later, or use another models.mirror.');
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    throw new TryAgain(error, retryAfterMillis(response.headers.get('retry-after')));
  }
  throw error;
}

/** `Retry-After`: seconds, or a date. */
export function retryAfterMillis(header: string | null, nowMillis = Date.now()): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMillis);
}

let usesProxy = false;

/** HTTPS_PROXY, HTTP_PROXY and NO_PROXY, as other programs heed them; Node does it by itself only when told to. */
function useProxyOfEnvironment(): void {
  if (usesProxy) return;
  usesProxy = true;
  const { env } = process;
  if (env.HTTPS_PROXY ?? env.https_proxy ?? env.HTTP_PROXY ?? env.http_proxy) http.setGlobalProxyFromEnv();
}
