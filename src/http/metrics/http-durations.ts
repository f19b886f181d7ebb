import { Histogram, type Registry } from 'prom-client';
import type { Server } from '../server.ts';

/** From a picture out of the cache to a search through everything. */
const BUCKETS_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];
/** Connections that stay open for as long as somebody looks. */
const EVENTS = 'text/event-stream';

/** Counts every request by the route as it is declared: no id, no path and no query becomes a label. */
export function countRequests(server: Server, registry: Registry): void {
  const durations = new Histogram({
    name: 'photo_tag_http_request_duration_seconds',
    help: 'How long answers took, by route as declared.',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  server.addHook('onResponse', async (request, reply) => {
    if (String(reply.getHeader('content-type') ?? '').startsWith(EVENTS)) return;
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    durations.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
}
