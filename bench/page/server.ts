import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/e2e/browser.ts';

export interface Serving {
  readonly pid: number;
  url(path: string): string;
  /** Processor time since it was started, in milliseconds. */
  stop(): Promise<void>;
}

const PROGRAM = resolve(import.meta.dirname, '../../bin/photo-tag.js');

/** The program as a user starts it, over the library of that folder. */
export async function serveLibrary(folder: string): Promise<Serving> {
  const port = await freePort();
  const child = spawn(process.execPath, [PROGRAM, 'serve', 'photos', '--port', String(port)], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise((done) => child.on('close', done));
  const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
  for (let tries = 0; !(await fetch(url('/api/run')).catch(() => null))?.ok; tries++) {
    if (tries > 3000 || child.exitCode !== null) throw new Error('The server does not answer');
    await sleep(100);
  }
  return {
    pid: child.pid!,
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The least that a browser can be given: a page of one word, from a server that does nothing else. */
export async function serveOneWord(): Promise<{ url: string; stop(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>peer</title><p>word');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, stop: () => server.close() };
}
