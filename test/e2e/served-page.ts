import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { openLibrary } from '../../src/compose.ts';
import { freePort, openBrowser, openPage, type WatchedPage } from './browser.ts';
import { startCli } from './cli.ts';

export type PageOptions = Parameters<typeof openPage>[1];

/** `photo-tag serve` over a library, and a browser. */
export interface ServedPage {
  url(path: string): string;
  open(path: string, options?: PageOptions): Promise<WatchedPage>;
  /** Ends the program as a crash does; pages stay open. */
  kill(): Promise<void>;
  /** Starts it again, at the same address. */
  restart(): Promise<void>;
  /** Ends both; what the program said. */
  close(): Promise<string>;
}

export interface ServeOptions {
  /** Beside what this process has. */
  readonly env?: NodeJS.ProcessEnv;
  /** A name that the browser looks up as this machine. */
  readonly alsoKnownAs?: string;
}

/** @param root null: the folders of the configuration that is there */
export async function servePage(
  folder: string,
  root: string | null = 'photos',
  { env = {}, alsoKnownAs }: ServeOptions = {},
): Promise<ServedPage> {
  const port = await freePort();
  const url = (path: string): string => `http://127.0.0.1:${port}${path}`;
  const start = () =>
    startCli(['serve', ...(root === null ? [] : [root]), '--port', String(port)], folder, {
      env: { ...process.env, ...env },
    });
  const isThere = async (): Promise<void> => {
    for (let tries = 0; !(await answers(url('/api/run'))); tries++) {
      if (tries > 600) throw new Error('the server does not answer');
      await sleep(100);
    }
  };
  let running = start();
  await isThere();
  const browser = await openBrowser(
    alsoKnownAs === undefined ? [] : [`--host-resolver-rules=MAP ${alsoKnownAs} 127.0.0.1`],
  );
  return {
    url,
    open: async (path, options) => {
      const watched = await openPage(browser, options);
      await watched.page.goto(url(path));
      return watched;
    },
    kill: async () => {
      running.child.kill('SIGKILL');
      await running.ended;
    },
    restart: () => {
      running = start();
      return isThere();
    },
    close: async () => {
      await browser.close();
      running.child.kill('SIGKILL');
      const { stdout, stderr } = await running.ended;
      return stdout + stderr;
    },
  };
}

export const isSaved = (page: Page): Promise<void> =>
  page.getByText('All is saved').first().waitFor({ timeout: 60_000 });

/** What is decided of each photo, by file name: `CK:Rio accepted`. */
export async function decidedIn(folder: string): Promise<Map<string, string[]>> {
  const library = await openLibrary({ folder, dataFolder: 'data', roots: ['photos'] });
  try {
    const { photos, tags, files } = library.store;
    const sha1s = await photos.page({ after: null, limit: 10_000 });
    const decisions = await tags.decisionsOf(sha1s);
    const paths = await files.ofPhotos(sha1s);
    return new Map(
      sha1s.map((sha1) => [
        paths.get(sha1)![0]!.path.split('/').at(-1)!,
        (decisions.get(sha1) ?? []).map(({ layer, name, verdict }) => `${layer}:${name} ${verdict}`).sort(),
      ]),
    );
  } finally {
    await library.close();
  }
}

/** With whatever it says to who has no token; not while it is still opening the library. */
async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => null);
  return answer !== null && answer.status < 500;
}
