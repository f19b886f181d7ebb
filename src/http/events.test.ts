import { expect, it } from 'vitest';
import { endEventsWithServer, sendEvents } from './events.ts';
import { guardedServer } from './server.ts';

it('a page that is open keeps the server from ending no longer than it takes to say so', async () => {
  const server = await guardedServer({ listening: 'loopback', names: [], token: null });
  endEventsWithServer(server);
  server.get('/events', (request, reply) =>
    sendEvents(request, reply, 'run', { first: { at: 1 }, subscribe: () => () => undefined }),
  );
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as { port: number };
  const answer = await fetch(`http://127.0.0.1:${port}/events`);
  const heard = answer.text();
  await server.close();
  expect(await heard).toMatch(/^event: run\ndata: \{"run":\{"at":1\}\}/);
});
