import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { DatabaseAddress } from '../src/domain/database-address.ts';

/**
 * Postgres with pgvector, compiled to WebAssembly and in this process: for machines whose Postgres has no pgvector. One
 * database and one session, whoever connects, so that nothing of several writers can be tried on it.
 */
export async function startPglite(): Promise<{ address: DatabaseAddress; stop(): Promise<void> }> {
  const db = await PGlite.create({ extensions: { vector } });
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 20 });
  await server.start();
  const [host, port] = server.getServerConn().split(':');
  return {
    address: new DatabaseAddress(`postgres://postgres@${host}:${port}/postgres`),
    async stop() {
      await server.stop();
      await db.close();
    },
  };
}
