import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';
import { countRequests } from './http-durations.ts';
import { addSiteMetrics } from './site-metrics.ts';

/** What `/metrics` tells of a server: the library, its runs, its requests, and the process (memory, event loop, collector). */
export function metricsOf(server: Server, site: Site): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  countRequests(server, registry);
  addSiteMetrics(registry, site);
  return registry;
}
