import type { AddressInfo } from 'node:net';
import fastifyStatic from '@fastify/static';
import fastify from 'fastify';
import { messageOf, PhotoTagError } from '../domain/errors.ts';

export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/** The machine itself and nothing else. */
const LOOPBACK = '127.0.0.1';

/**
 * Serves the files of one folder, read-only, to this machine alone. Requests that name another host are refused,
 * so that a page elsewhere cannot read it by pointing its own name here (DNS rebinding).
 * Throws PORT_IN_USE.
 */
export async function serveFolder(folder: string, port: number): Promise<Serving> {
  const server = fastify();
  server.addHook('onRequest', async (request, reply) => {
    const host = request.headers.host?.replace(/:\d+$/, '');
    if (host !== LOOPBACK && host !== 'localhost' && host !== '[::1]') {
      return reply.code(403).send('This page is for this machine only.\n');
    }
    reply.header('content-security-policy', "default-src 'self' 'unsafe-inline' data:");
    reply.header('x-content-type-options', 'nosniff');
    reply.header('cache-control', 'no-cache');
  });
  await server.register(fastifyStatic, { root: folder, index: 'index.html' });
  try {
    await server.listen({ host: LOOPBACK, port });
  } catch (cause) {
    await server.close();
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new PhotoTagError('PORT_IN_USE', `Port ${port} is taken by another program: ${messageOf(cause)}`, {
      cause,
      remedy: 'Close it (an older photo-tag?), or choose another with --port.',
    });
  }
  const { port: given } = server.server.address() as AddressInfo;
  return { url: `http://${LOOPBACK}:${given}`, close: () => server.close() };
}
