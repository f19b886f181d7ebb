import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { loadSettings } from './load.ts';
import { parseYaml } from './parse.ts';
import { renderExampleConfig } from './render.ts';
import { renderExampleVocabulary } from './render-vocabulary.ts';
import { configSchema } from './schema.ts';
import { readVocabulary } from './vocabulary-file.ts';

const PROJECT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'photo-tag-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const problemsOf = (yaml: string) => {
  const result = parseYaml(yaml, configSchema);
  return result.ok ? [] : result.problems;
};

describe('the example files', () => {
  const examples = [
    { file: 'config.example.yaml', rendered: renderExampleConfig(['/path/to/your/photos']) },
    { file: 'ck_vocab.example.yaml', rendered: renderExampleVocabulary() },
  ];
  for (const { file, rendered } of examples) {
    it(`config/${file} is what the schema renders (npm run render-examples makes it anew)`, () => {
      expect(readFileSync(join(PROJECT, 'config', file), 'utf8')).toBe(rendered);
    });
  }

  it('are accepted by the loader, and hold nothing but defaults', () => {
    const result = parseYaml(renderExampleConfig(), configSchema);
    expect(result).toMatchObject({ ok: true, value: configSchema.parse({}) });
    expect(readVocabulary(renderExampleVocabulary()).ok).toBe(true);
  });
});

describe('a wrong configuration', () => {
  const cases = [
    {
      yaml: 'roots: []\nproxy:\n  max_sise: 800\n',
      expected: { line: 3, key: 'proxy.max_sise', remedy: 'Did you mean max_size?' },
    },
    { yaml: 'clusterring: {}\n', expected: { line: 1, remedy: 'Did you mean clustering?' } },
    { yaml: 'zzz: 1\n', expected: { line: 1, remedy: expect.stringContaining('Known here: roots') } },
    {
      yaml: 'proxy:\n\n  jpeg_quality: 900\n',
      expected: { line: 3, key: 'proxy.jpeg_quality', problem: expect.stringContaining('at most 100') },
    },
    {
      yaml: 'clustering:\n  method: kmeans\n',
      expected: { line: 2, problem: expect.stringContaining('hdbscan, threshold') },
    },
    { yaml: 'roots: /photos\n', expected: { line: 1, key: 'roots' } },
    {
      yaml: 'index:\n  include_ext:\n    - .jpg\n    - jpg\n',
      expected: { line: 4, key: 'index.include_ext.1' },
    },
    {
      yaml: "index:\n  exclude_regex: ['(']\n",
      expected: { line: 2, problem: expect.stringContaining('regular expression') },
    },
    {
      yaml: 'roots: [\n',
      expected: { line: expect.any(Number), problem: expect.stringContaining('not valid YAML') },
    },
    {
      yaml: 'runtime:\n  cache_db: postgres://ana:secret@db/photos\n',
      expected: { line: 2, problem: expect.stringMatching(/^a password does not belong(?!.*secret)/) },
    },
    { yaml: 'runtime:\n  workers: two\n', expected: { line: 2, key: 'runtime.workers' } },
  ];
  for (const { yaml, expected } of cases) {
    it(`is refused with its line and a remedy: ${JSON.stringify(yaml)}`, () => {
      expect(problemsOf(yaml)[0]).toMatchObject(expected);
    });
  }

  it('names every problem at once', () => {
    expect(problemsOf('proxy:\n  max_size: 1\nfoo: 1\nbar: 2\n')).toHaveLength(3);
  });
});

describe('loading', () => {
  it('takes the defaults where there is no file', () => {
    const settings = loadSettings({ folder });
    expect(settings.configFile).toBeNull();
    expect(settings.clustering.cosine_threshold).toBe(0.14);
    expect(settings.runtime.cache_db).toBe(join(folder, 'data', 'index.sqlite'));
  });

  it('puts everything of data/ under --data, and leaves absolute paths alone', () => {
    const file = join(folder, 'own.yaml');
    writeFileSync(file, 'proxy:\n  cache_dir: /elsewhere/proxies\n');
    const settings = loadSettings({ folder, configFile: file, dataFolder: 'rio' });
    expect(settings.dataFolder).toBe(join(folder, 'rio'));
    expect(settings.runtime.cache_db).toBe(join(folder, 'rio', 'index.sqlite'));
    expect(settings.review.audit_csv).toBe(join(folder, 'rio', 'audit.csv'));
    expect(settings.proxy.cache_dir).toBe('/elsewhere/proxies');
  });

  it('keeps the library where the configuration says, or the environment, and shows no password', () => {
    const file = join(folder, 'postgres.yaml');
    writeFileSync(file, 'runtime:\n  cache_db: postgres://ana@db/photos\n');
    const named = loadSettings({ folder, configFile: file });
    expect(named.runtime.cache_db).toBe('postgres://ana@db/photos');
    expect(named.dataFolder).toBe(join(folder, 'data'));
    vi.stubEnv('PHOTO_TAG_DATABASE_URL', 'postgres://ana:secret@other/photos');
    const other = loadSettings({ folder, configFile: file });
    expect(other.database.reveal()).toBe('postgres://ana:secret@other/photos');
    expect(JSON.stringify(other)).not.toContain('secret');
    vi.stubEnv('PHOTO_TAG_DATABASE_URL', 'data/other.sqlite');
    expect(loadSettings({ folder, configFile: file }).database.reveal()).toBe(
      join(folder, 'data/other.sqlite'),
    );
    vi.unstubAllEnvs();
  });

  it('lets roots of the command line take the place of those in the file', () => {
    const file = join(folder, 'roots.yaml');
    writeFileSync(file, 'roots: [one, /two]\n');
    expect(loadSettings({ folder, configFile: file }).roots).toEqual([join(folder, 'one'), '/two']);
    expect(loadSettings({ folder, configFile: file, roots: ['three'] }).roots).toEqual([
      join(folder, 'three'),
    ]);
  });

  it('says so when the named file is not there', () => {
    expect(() => loadSettings({ folder, configFile: 'absent.yaml' })).toThrow(
      expect.objectContaining({ code: 'CONFIG_MISSING' }),
    );
  });

  it('reads a vocabulary file as the whole vocabulary, and its mistakes with their line', () => {
    mkdirSync(join(folder, 'config'), { recursive: true });
    const vocabulary = join(folder, 'config', 'ck_vocab.yaml');
    writeFileSync(
      vocabulary,
      'subjects: [flower, { name: sea, aliases: [ocean] }]\ngear:\n  - name: X\n    models: [X-100]\n',
    );
    expect(loadSettings({ folder }).vocabulary.terms).toEqual([
      { kind: 'subject', name: 'flower', aliases: [] },
      { kind: 'subject', name: 'sea', aliases: ['ocean'] },
      { kind: 'gear', name: 'X', aliases: [], exif: { models: ['X-100'] } },
    ]);
    writeFileSync(vocabulary, 'subjects: [flower]\npalces: [Rio]\n');
    expect(() => loadSettings({ folder })).toThrow(/ck_vocab\.yaml:2: palces.*Did you mean places/s);
    rmSync(vocabulary);
  });

  it('takes cities by name from the seed list, and new ones with their place', () => {
    const file = join(folder, 'cities.yaml');
    writeFileSync(
      file,
      'ai_tagging:\n  city_whitelist:\n    - paris\n    - Lyon\n    - { name: Ghent, latitude: 51.05, longitude: 3.72 }\n',
    );
    const { cities } = loadSettings({ folder, configFile: file }).vocabulary;
    expect(cities.map((city) => [city.name, city.latitude])).toEqual([
      ['Paris', expect.closeTo(48.86, 1)],
      ['Lyon', null],
      ['Ghent', 51.05],
    ]);
  });
});
