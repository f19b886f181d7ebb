import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(import.meta.dirname, '../src');
const WEB = resolve(import.meta.dirname, '../web/src');

/** Interface files: what stages and use cases may know of tools. */
const INTERFACES = new Set([
  'models/embedder.ts',
  'models/detector.ts',
  'models/model-store.ts',
  'models/captioner.ts',
  'models/phrase-parser.ts',
  'models/vision.ts',
  'metadata/metadata-reader.ts',
  'metadata/file-hasher.ts',
  'metadata/sidecar-writer.ts',
  'imaging/proxy-maker.ts',
  'imaging/cloud-copy-maker.ts',
  'store/store.ts',
  'store/store-copy.ts',
  'store/database-backup.ts',
  'store/vocabulary-store.ts',
  'store/deed-store.ts',
  'store/review-store.ts',
  'store/label-store.ts',
  'store/description-store.ts',
  'store/quarantine-store.ts',
  'store/vision-store.ts',
  'store/position-store.ts',
  'store/run-store.ts',
  'proxies/proxy-files.ts',
  'queue/queue.ts',
  'vectors/vector-index.ts',
  'taggers/tagger.ts',
  'taggers/word-scores.ts',
  'taggers/landmark-judge.ts',
  'stages/stage.ts',
]);

const CONFIG = new Set([
  'config/schema.ts',
  'config/vocabulary.ts',
  'config/seed-vocabulary.ts',
  'config/load.ts',
  'config/distractor-words.ts',
  'config/elsewhere-cities.ts',
]);

/** What a folder may import beside itself; a name ending in `.ts` is one file. ARCHITECTURE.md says the same in words. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  // Puts the program together, with compose.ts: it names every implementation, and nobody below knows it.
  compose: [],
  domain: [],
  algorithms: ['domain'],
  config: ['domain', 'algorithms/words/plain-word.ts', 'algorithms/term-hierarchy.ts'],
  stages: ['INTERFACES', 'CONFIG', 'algorithms', 'domain'],
  taggers: ['INTERFACES', 'CONFIG', 'algorithms', 'domain'],
  pipeline: ['INTERFACES', 'domain', 'stages'],
  threads: ['domain', 'algorithms'],
  store: ['domain', 'algorithms'],
  vectors: ['domain', 'algorithms', 'store/store.ts'],
  // Its jobs lie beside the library's tables: it speaks to the same database, in the same transactions.
  queue: ['domain', 'store/store.ts', 'store/sql/sql-store.ts'],
  exiftool: ['domain'],
  metadata: ['domain', 'algorithms', 'threads', 'exiftool'],
  imaging: ['domain', 'algorithms', 'threads', 'exiftool'],
  models: ['domain', 'algorithms', 'threads', 'config/near-miss.ts'],
  // They write into the folder as the maker does.
  proxies: ['domain', 'algorithms', 'imaging/atomic-file.ts'],
  sample: ['domain', 'algorithms', 'exiftool'],
  export: ['domain'],
  app: [
    'INTERFACES',
    'CONFIG',
    'config',
    'algorithms',
    'domain',
    'stages',
    'pipeline',
    'export',
    'taggers/index.ts',
    'models/catalog/default-precision.ts',
  ],
  http: ['app', 'domain'],
  cli: [
    'INTERFACES',
    'app',
    'http',
    'domain',
    'stages/index.ts',
    'config/load.ts',
    'config/render.ts',
    'pipeline',
    'models/catalog/default-precision.ts',
  ],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    const isCode = /\.tsx?$/.test(entry.name) && !/\.(test|fixture)\.tsx?$/.test(entry.name);
    return isCode ? [path] : [];
  });
}

const imports: Import[] = sources(SRC).flatMap((path) =>
  [...readFileSync(path, 'utf8').matchAll(/(?:from|import\(|import|new URL\()\s*'(\.[^']+\.ts)'/g)].map(
    (match) => ({
      from: relative(SRC, path),
      to: relative(SRC, resolve(dirname(path), match[1]!)),
    }),
  ),
);

function isAllowed({ from, to }: Import): boolean {
  const [own] = from.split('/');
  const [other] = to.split('/');
  if (!from.includes('/')) return true;
  if (own === other || own === 'compose') return true;
  return (MAY_IMPORT[own!] ?? []).some(
    (rule) =>
      rule === other ||
      rule === to ||
      (rule === 'INTERFACES' && INTERFACES.has(to)) ||
      (rule === 'CONFIG' && CONFIG.has(to)),
  );
}

describe('the import rule', () => {
  it('knows every folder of src', () => {
    const folders = new Set(
      imports.map(({ from }) => from.split('/')[0]!).filter((name) => !name.endsWith('.ts')),
    );
    expect([...folders].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
  });

  it('reads real imports, so that it can fail', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(isAllowed({ from: 'domain/photo.ts', to: 'store/store.ts' })).toBe(false);
    expect(isAllowed({ from: 'stages/proxies.ts', to: 'imaging/sharp-proxy-maker.ts' })).toBe(false);
    expect(isAllowed({ from: 'algorithms/medoid.ts', to: 'config/schema.ts' })).toBe(false);
  });

  it('holds for every import: only compose names implementations', () => {
    const broken = imports.filter((one) => !isAllowed(one)).map(({ from, to }) => `${from} imports ${to}`);
    expect(broken).toEqual([]);
  });

  it('lets the page know nothing of the program but the types of what goes over the wire, and what makes a cell of a table safe', () => {
    const reached = sources(WEB).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/(import|export)( type)?\b[^;]*?from '(\.[^']+)'/g)]
        .map(([, , type, to]) => ({ type, to: resolve(dirname(path), to!) }))
        .filter(({ to }) => !to.startsWith(WEB))
        .map(({ type, to }) =>
          type === undefined ? `code of ${relative(SRC, to)}` : `type of ${dirname(relative(SRC, to))}`,
        ),
    );
    expect(reached.length).toBeGreaterThan(4);
    expect([...new Set(reached)].sort()).toEqual(['code of export/safe-cell.ts', 'type of http/contract']);
  });

  it('keeps SQL inside store/', () => {
    const outside = sources(SRC).filter((path) => {
      const [folder] = relative(SRC, path).split('/');
      return folder !== 'store' && /from '(kysely|node:sqlite)'/.test(readFileSync(path, 'utf8'));
    });
    // The run lock uses SQLite for nothing but the lock that the system puts on its file.
    expect(outside.map((path) => relative(SRC, path))).toEqual(['pipeline/run-lock.ts']);
  });

  /**
   * Whoever can open a connection, and why photos are safe with them: the client of the vision service, which takes what
   * the gate approved; the puller of models, which sees no photo; the server, which answers and never asks; the store,
   * where the user named a database of their own; the bucket that the user named for proxies.
   */
  const MAY_CONNECT =
    /^(models\/openai-vision\/|models\/pull\/hub-request\.ts$|http\/|store\/(postgres|copy)\/|proxies\/s3\/s3-bucket\.ts$)/;
  const CONNECTS =
    /(?:from|import\(|require\()\s*'(?:openai|pg|undici|ws|node-fetch|axios|got|(?:node:)?(?:http|https|http2|net|tls|dgram|dns))(?:\/[^']*)?'|\b(?:fetch|WebSocket|EventSource|XMLHttpRequest)\s*\(/;

  it('gives nobody a network client but those who are named', () => {
    const connecting = sources(SRC)
      .filter((path) => CONNECTS.test(readFileSync(path, 'utf8')))
      .map((path) => relative(SRC, path));
    expect(connecting.filter((path) => !MAY_CONNECT.test(path))).toEqual([]);
    expect(connecting).toContain('models/openai-vision/bare-fetch.ts');
    expect(connecting).toContain('models/openai-vision/cloud-wire.ts');
    expect(CONNECTS.test("await fetch('https://example.org')")).toBe(true);
    expect(CONNECTS.test("import https from 'node:https';")).toBe(true);
    expect(CONNECTS.test("await import('openai')")).toBe(true);
    expect(connecting).toContain('store/postgres/pool.ts');
  });

  it('leads photos to the network by one way: gate, wire, bare request', () => {
    const importers = (file: string) => imports.filter(({ to }) => to === file).map(({ from }) => from);
    expect(importers('models/openai-vision/bare-fetch.ts')).toEqual(['models/openai-vision/cloud-wire.ts']);
    expect(importers('models/openai-vision/cloud-wire.ts')).toEqual(['models/openai-vision/vision.ts']);
    expect(importers('models/openai-vision/vision.ts')).toEqual(['compose/vision.ts']);
    const files = sources(SRC).map((path) => [relative(SRC, path), readFileSync(path, 'utf8')] as const);
    const having = (pattern: RegExp) => files.filter(([, text]) => pattern.test(text)).map(([path]) => path);
    expect(having(/new ApprovedPicture\(/)).toEqual(['algorithms/cloud-policy.ts']);
    expect(having(/\bdecideCloud\(/)).toEqual(['algorithms/cloud-policy.ts', 'stages/vision/gate-desk.ts']);
    expect(having(/\bbarePost\(/)).toEqual([
      'models/openai-vision/bare-fetch.ts',
      'models/openai-vision/cloud-wire.ts',
    ]);
    // And to a bucket of the user's, where one is named.
    expect(importers('proxies/s3/s3-bucket.ts')).toEqual(['compose/proxies.ts', 'compose/proxies.ts']);
    // The puller of models reads no picture and no database.
    const pulled = imports.filter(({ from }) => from.startsWith('models/pull/')).map(({ to }) => to);
    expect(pulled.filter((to) => /^(imaging|store|stages|app)\//.test(to))).toEqual([]);
  });

  it('reads the keys in one place each', () => {
    const reading = (pattern: RegExp) =>
      sources(SRC)
        .filter((path) => pattern.test(readFileSync(path, 'utf8')))
        .map((path) => relative(SRC, path));
    expect(reading(/OPENAI_API_KEY(?![^']*')|env\.OPENAI/)).toEqual(['compose/vision.ts']);
    expect(reading(/environment\.AWS|env\.AWS/)).toEqual(['compose/proxies.ts']);
  });
});
