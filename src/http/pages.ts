import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { HttpProblem } from './problem.ts';
import { securityHeaders } from './security/headers.ts';
import { newNonce, type Server } from './server.ts';

/** Where `npm run build` puts the page. */
export const BUILT_PAGE = fileURLToPath(new URL('../../web/dist', import.meta.url));

export const isPageBuilt = (folder: string = BUILT_PAGE): boolean => existsSync(join(folder, 'index.html'));

/** Panels have addresses of their own; which of them there are, the page knows. */
const PANELS = ['/', '/config', '/run', '/review', '/dates', '/write', '/search'];
/** Written into the page by its build, and given another value with each answer. */
const NONCE_PLACE = '__STYLE_NONCE__';

/**
 * The page: one document for all panels, never kept by the browser, and files whose names change with their content,
 * kept for a year. They were compressed when the page was built.
 */
export async function addPages(server: Server, folder: string = BUILT_PAGE): Promise<void> {
  for (const panel of PANELS) {
    server.get(panel, { schema: { hide: true } }, async (_request, reply) => {
      const html = await readFile(join(folder, 'index.html'), 'utf8').catch((cause: unknown) => {
        throw notBuilt(cause);
      });
      const nonce = newNonce();
      return reply
        .headers(securityHeaders(nonce))
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(html.replaceAll(NONCE_PLACE, nonce));
    });
  }
  if (!isPageBuilt(folder)) return;
  await server.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    preCompressed: true,
    index: false,
    maxAge: '365d',
    immutable: true,
    cacheControl: true,
    schemaHide: true,
  });
  for (const name of ['favicon.svg', 'color-scheme.js']) {
    server.get(`/${name}`, { schema: { hide: true } }, (_request, reply) =>
      reply.sendFile(name, folder, { maxAge: 3_600_000, immutable: false }),
    );
  }
}

const notBuilt = (cause: unknown): HttpProblem =>
  Object.assign(
    new HttpProblem(
      503,
      'PAGE_NOT_BUILT',
      'The page was not built',
      'Run `npm ci` or `npm run build` in the folder of photo-tag, and load this again.',
    ),
    { cause },
  );
