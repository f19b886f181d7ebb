import type { AddressInfo } from 'node:net';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { addApi } from './api.ts';
import { addPages } from './pages.ts';
import type { RequestLog } from './request-log.ts';
import { newToken } from './security/access-token.ts';
import { isLoopback } from './security/allowed-hosts.ts';
import { guardedServer } from './server.ts';
import type { Site } from './site.ts';

export interface ListenOptions {
  /** The address to listen on; loopback keeps other machines out, and needs no token. */
  readonly address: string;
  readonly port: number;
  readonly names: readonly string[];
  /** Where other machines may ask; a new one where it is null. */
  readonly token: string | null;
  readonly log?: RequestLog | undefined;
}

export interface SiteServing {
  /** With the token where one is wanted: whoever opens it may do everything. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the page and its API. @throws PhotoTagError PORT_IN_USE */
export async function serveSite(site: Site, options: ListenOptions): Promise<SiteServing> {
  const { address, port, names } = options;
  const isLocal = isLoopback(address);
  const token = isLocal ? options.token : (options.token ?? newToken());
  const server = await guardedServer({
    listening: isLocal ? 'loopback' : 'elsewhere',
    names,
    token,
    log: options.log,
  });
  await addApi(server, site);
  await addPages(server);
  try {
    await server.listen({ host: address, port });
  } catch (cause) {
    await server.close();
    throw notListening(cause, address, port);
  }
  const given = (server.server.address() as AddressInfo).port;
  const host = isLocal ? address : '127.0.0.1';
  const base = `http://${host.includes(':') ? `[${host}]` : host}:${given}`;
  return {
    url: token === null ? `${base}/` : `${base}/open?token=${token}`,
    close: () => server.close(),
  };
}

function notListening(cause: unknown, address: string, port: number): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new PhotoTagError('PORT_IN_USE', `Port ${port} is taken by another program: ${messageOf(cause)}`, {
      cause,
      remedy: 'Close it (an older photo-tag?), or choose another with --port.',
    });
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EACCES') {
    return new PhotoTagError('USAGE', `Cannot listen on ${address}, port ${port}: ${messageOf(cause)}`, {
      cause,
      remedy: 'Use an address of this machine (127.0.0.1, or 0.0.0.0 for all) and a port above 1023.',
    });
  }
  return cause;
}
