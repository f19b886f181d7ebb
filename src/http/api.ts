import fastifyCompress from '@fastify/compress';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { LiveMap } from '../app/cluster-map/live-map.ts';
import { DueDates } from '../app/dates/due-dates.ts';
import { endEventsWithServer } from './events.ts';
import { metricsOf } from './metrics/index.ts';
import { configRoutes } from './routes/config.ts';
import { dateRoutes } from './routes/dates.ts';
import { libraryRoutes, pageRoutes, photoRoutes } from './routes/library.ts';
import { mapRoutes } from './routes/map.ts';
import { operationRoutes } from './routes/operations.ts';
import { pictureRoutes } from './routes/pictures.ts';
import { reviewRoutes } from './routes/review.ts';
import { runRoutes, stageWordRoutes } from './routes/runs.ts';
import { searchRoutes } from './routes/search.ts';
import { vocabularyRoutes } from './routes/vocabulary.ts';
import { workerRoutes } from './routes/workers.ts';
import { writeRoutes, writeWordRoute } from './routes/write.ts';
import type { Server } from './server.ts';
import type { Site } from './site.ts';

/** All routes, below /api and, as programs were promised, at the root as well; the document of them at /api/docs. */
export async function addApi(server: Server, site: Site): Promise<void> {
  // Pictures are compressed already, events must not wait, and the page's files were compressed when they were built.
  await server.register(fastifyCompress, { encodings: ['br', 'gzip'], globalDecompression: false });
  const operations = operationRoutes(metricsOf(server, site));
  await server.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'photo-tag-pipeline',
        version: site.version,
        description:
          'Photos are named by the SHA-1 of their bytes, never by a path. Errors are problem details (RFC 9457) with a stable code and a remedy.',
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await server.register(fastifySwaggerUi, { routePrefix: '/api/docs', staticCSP: false });
  endEventsWithServer(server);
  holdLibrary(server, site);
  const below = (prefix: string, routes: readonly ((scope: Server, site: Site) => void)[]) =>
    server.register(
      async (scope) => {
        for (const add of routes) add(scope as unknown as Server, site);
      },
      { prefix },
    );
  const shared = { ...site, dueDates: new DueDates(site.library), liveMap: new LiveMap(site.library) };
  await below('/api', [
    runRoutes,
    workerRoutes,
    stageWordRoutes,
    libraryRoutes,
    pageRoutes,
    photoRoutes,
    pictureRoutes,
    (scope) => reviewRoutes(scope, shared),
    writeRoutes,
    writeWordRoute,
    configRoutes,
    (scope) => dateRoutes(scope, shared),
    vocabularyRoutes,
    searchRoutes,
    (scope) => mapRoutes(scope, shared),
    operations,
  ]);
  server.addHook('onClose', () => shared.liveMap.close());
  await below('', [stageWordRoutes, libraryRoutes, writeWordRoute, operations]);
}

/** Whoever was asking when the configuration was saved is answered from the library of before. */
function holdLibrary(server: Server, site: Site): void {
  const ends = new WeakMap<object, () => void>();
  server.addHook('onRequest', async (request) => {
    if (site.hold) ends.set(request, site.hold());
  });
  server.addHook('onResponse', async (request) => ends.get(request)?.());
  server.addHook('onRequestAbort', async (request) => ends.get(request)?.());
}
