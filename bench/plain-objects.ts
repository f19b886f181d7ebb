import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Keeps objects in memory, and asks for no signature: as little as a server can do. Tells its port to who forked it. */
const objects = new Map<string, Buffer>();
const server = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  if (request.method === 'PUT') objects.set(request.url ?? '', Buffer.concat(parts));
  response.end(request.method === 'GET' ? objects.get(request.url ?? '') : undefined);
});
server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit());
