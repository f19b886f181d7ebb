import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** A network between a worker and its database that can be cut, or swallow what is sent. */
export interface TcpProxy {
  readonly port: number;
  /** What is sent arrives nowhere, and nobody is told. */
  stall(): void;
  /** Connections break, and none can be made. */
  cut(): void;
  heal(): void;
  close(): Promise<void>;
}

/** Forwards a port to the Unix socket of a server. */
export async function startProxy(socketFolder: string): Promise<TcpProxy> {
  let state: 'open' | 'stalled' | 'cut' = 'open';
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: false }, (client) => {
    if (state === 'cut') {
      client.destroy();
      return;
    }
    const database = connect(join(socketFolder, '.s.PGSQL.5432'));
    for (const [from, to] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => {
        // Bytes of a stalled network are gone: a connection that saw a gap cannot be used any more.
        if (state === 'open') to.write(chunk);
        else from.pause();
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        // A stalled network does not tell the other end.
        if (state !== 'stalled') to.destroy();
      });
    }
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', () => ready());
  });
  const destroyAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    stall() {
      state = 'stalled';
    },
    cut() {
      state = 'cut';
      destroyAll();
    },
    heal() {
      // What was stalled stays broken: only new connections come through.
      if (state === 'stalled') destroyAll();
      state = 'open';
    },
    async close() {
      state = 'cut';
      destroyAll();
      await new Promise((closed) => {
        server.close(closed);
      });
    },
  };
}
