import { isAbsolute, relative, resolve } from 'node:path';
import { z } from 'zod';
import { effectsOf } from '../../app/config-effects.ts';
import { configFacts } from '../../app/config-facts.ts';
import { configJsonSchema } from '../../app/config-schema.ts';
import { changeConfig, checkConfig, givenIn, readConfigText, saveObstacle } from '../../app/edit-config.ts';
import { replaceConfig } from '../../app/replace-config.ts';
import {
  configCheckedSchema,
  configCheckSchema,
  configSaveSchema,
  configSchemaWire,
} from '../contract/config.ts';
import { problems } from '../contract/problem.ts';
import { HttpProblem } from '../problem.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

const tags = ['config'];
/** Another machine's place: proxies would be sent there. */
const IS_URL = /^[a-z0-9+.-]+:\/\//i;
/** Knobs that name a place on the disk, or a store that photos go to. */
const PATHS = [
  ['roots'],
  ['proxy', 'cache_dir'],
  ['proxy', 'bucket'],
  ['proxy', 'bucket_endpoint'],
  ['models', 'dir'],
  ['ck_tagging', 'vocab_file'],
  ['xmp', 'sidecar_root'],
  ['review', 'audit_csv'],
  ['runtime', 'cache_db'],
  ['runtime', 'path_map'],
] as const;

export function configRoutes(server: Server, site: Site): void {
  const read = () => readConfigText(site.configFile, site.library().settings.roots);
  const all = (saved: ReturnType<typeof read>) => ({
    ...saved,
    ...meaningOf(site, saved.text),
    ...configFacts(site.library()),
    obstacle: saveObstacle(site.configFile),
    rootsFromStart: site.rootsFromStart ?? false,
    allowedFolders: allowedFolders(site),
  });
  server.get(
    '/config',
    {
      schema: {
        response: { 200: configSchemaWire, ...problems },
        summary: 'The configuration as text and as values',
        tags,
      },
    },
    async () => all(read()),
  );
  server.get(
    '/config/schema',
    {
      schema: {
        response: { 200: z.record(z.string(), z.unknown()), ...problems },
        summary: 'Every knob: type, default, range, unit and help, as JSON Schema',
        tags,
      },
    },
    async () => configJsonSchema(),
  );
  server.post(
    '/config/check',
    {
      schema: {
        body: configCheckSchema,
        response: { 200: configCheckedSchema, ...problems },
        summary: 'Change values in a text, see whether it is valid and what it would bring; saves nothing',
        tags,
      },
    },
    async ({ body: { text, changes } }) => {
      const changed = changeConfig(
        text,
        changes.map(({ path, value }) => ({ path, value })),
      );
      return { text: changed, ...meaningOf(site, changed), effects: effects(read().text, changed) };
    },
  );
  server.put(
    '/config',
    {
      schema: {
        body: configSaveSchema,
        response: { 200: configSchemaWire, ...problems },
        summary: 'Save the configuration and open the library with it',
        tags,
      },
    },
    async ({ body: { text, digest } }) => {
      if (isAtWork(site)) {
        throw new HttpProblem(
          409,
          'LOCKED',
          'A run is at work with the present settings',
          'Save when it has ended, or cancel it.',
        );
      }
      const [foreign] = foreignPaths(site, text);
      if (foreign !== undefined) {
        throw new HttpProblem(403, 'FOREIGN_PAGE', `${foreign.key}: ${foreign.problem}`, foreign.remedy);
      }
      return all(await replaceConfig(site.configFile, text, digest, () => site.reopen()));
    },
  );
}

const isAtWork = ({ desk, writeDesk, vocabularyDesk }: Site): boolean =>
  desk.isRunning || writeDesk.isRunning || vocabularyDesk.isRunning;

function meaningOf(site: Site, text: string) {
  const checked = checkConfig(text);
  const given = givenIn(text);
  if (!checked.ok) return { values: null, given, problems: [...checked.problems] };
  const problems = foreignPaths(site, text);
  return {
    values: problems.length === 0 ? (checked.config as Record<string, unknown>) : null,
    given,
    problems,
  };
}

function effects(saved: string, text: string) {
  const [before, after] = [checkConfig(saved), checkConfig(text)];
  if (!before.ok || !after.ok) return [];
  return effectsOf(before.config, after.config).map((effect) => ({ ...effect, keys: [...effect.keys] }));
}

const allowedFolders = (site: Site): string[] | null =>
  site.allowedFolders === null ? null : [...site.allowedFolders, ...site.library().settings.roots];

/** Where other machines are let in, they name no folder but those below what this machine allows. */
function foreignPaths(site: Site, text: string) {
  const allowed = allowedFolders(site);
  const checked = checkConfig(text);
  if (allowed === null || !checked.ok) return [];
  const before = checkConfig(readConfigText(site.configFile, []).text);
  return PATHS.flatMap((path) => {
    const known = new Set(before.ok ? namedAt(before.config, path) : []);
    return namedAt(checked.config, path).flatMap((named) => {
      const isBelowHere = !isAbsolute(named) && !IS_URL.test(named) && !named.split(/[\\/]/).includes('..');
      const isAllowed = isAbsolute(named) && allowed.some((folder) => isWithin(folder, named));
      if (known.has(named) || isBelowHere || isAllowed) return [];
      return {
        line: checked.lineOf(path),
        key: path.join('.'),
        problem: `${named} may not be named from another machine`,
        remedy: 'Set it on the machine itself, or start with --allow and the folder that may be named.',
      };
    });
  });
}

function namedAt(config: object, path: readonly string[]): string[] {
  const value = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], config);
  return (Array.isArray(value) ? value : [value])
    .map((one: unknown) => (typeof one === 'object' && one !== null && 'to' in one ? one.to : one))
    .filter((one): one is string => typeof one === 'string');
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
