import { PassThrough } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Server } from './server.ts';

/** Proxies and browsers end a connection on which nothing was said for a minute. */
const HEARTBEAT_MILLIS = 15_000;
/** Faster than that nobody reads. */
const LEAST_MILLIS_BETWEEN_EVENTS = 200;

export interface Told<State> {
  /** As it is now. */
  readonly first: State | null;
  subscribe(hear: (state: State) => void): () => void;
}

/** Those that are open, by their server: they would keep it from closing for as long as a page is open. */
const streams = new WeakMap<object, Set<PassThrough>>();

/** Ends all of them when the server is to close. Called before it listens. */
export function endEventsWithServer(server: Pick<Server, 'addHook' | 'server'>): void {
  const open = new Set<PassThrough>();
  streams.set(server.server, open);
  server.addHook('preClose', async () => {
    for (const stream of open) stream.end();
  });
}

/** Server-sent events of that name: the state as it is, then each change, the newest where they come fast. */
export function sendEvents<State>(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  { first, subscribe }: Told<State>,
): FastifyReply {
  const stream = new PassThrough();
  const open = streams.get(request.server.server);
  open?.add(stream);
  const tell = throttled((state: State | null) => {
    stream.write(`event: ${name}\ndata: ${JSON.stringify({ [name]: state })}\n\n`);
  });
  tell(first);
  const hearNoMore = subscribe(tell);
  const heartbeat = setInterval(() => stream.write(': here\n\n'), HEARTBEAT_MILLIS);
  request.raw.on('close', () => {
    open?.delete(stream);
    hearNoMore();
    clearInterval(heartbeat);
    stream.end();
  });
  // A compressor would keep what is said until it has enough of it.
  return reply
    .type('text/event-stream')
    .header('cache-control', 'no-store')
    .header('x-no-compression', '1')
    .send(stream);
}

/** The first at once, then the newest of each stretch of time. */
function throttled<State>(tell: (state: State | null) => void): (state: State | null) => void {
  let next: State | null = null;
  let timer: NodeJS.Timeout | null = null;
  return (state) => {
    next = state;
    if (timer !== null) return;
    tell(state);
    timer = setTimeout(() => {
      timer = null;
      if (next !== state) tell(next);
    }, LEAST_MILLIS_BETWEEN_EVENTS);
  };
}
