import { isAbsolute, relative, resolve } from 'node:path';
import { z } from 'zod';
import { configJsonSchema } from '../../app/config-schema.ts';
import { changeConfig, checkConfig, readConfigText, saveConfigText } from '../../app/edit-config.ts';
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
/** Knobs that name a place on the disk. */
const PATHS = [
  ['roots'],
  ['proxy', 'cache_dir'],
  ['models', 'dir'],
  ['ck_tagging', 'vocab_file'],
  ['xmp', 'sidecar_root'],
  ['review', 'audit_csv'],
  ['runtime', 'cache_db'],
] as const;

export function configRoutes(server: Server, site: Site): void {
  const read = () => readConfigText(site.configFile, site.library().settings.roots);
  server.get(
    '/config',
    {
      schema: {
        response: { 200: configSchemaWire, ...problems },
        summary: 'The configuration as text and as values',
        tags,
      },
    },
    async () => ({ ...read(), ...meaningOf(read().text) }),
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
        summary: 'Change values in a text and see whether it is valid; saves nothing',
        tags,
      },
    },
    async ({ body: { text, changes } }) => {
      const changed =
        changes.length === 0
          ? text
          : changeConfig(
              text,
              changes.map(({ path, value }) => ({ path, value })),
            );
      return { text: changed, ...meaningOf(changed) };
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
      if (site.desk.isRunning || site.writeDesk.isRunning) {
        throw new HttpProblem(
          409,
          'LOCKED',
          'A run is at work with the present settings',
          'Save when it has ended, or cancel it.',
        );
      }
      refuseForeignPaths(site, text);
      const saved = await saveConfigText(site.configFile, text, digest);
      await site.reopen();
      return { ...saved, ...meaningOf(saved.text) };
    },
  );
}

function meaningOf(text: string) {
  const checked = checkConfig(text);
  return checked.ok
    ? { values: checked.config as Record<string, unknown>, problems: [] }
    : { values: null, problems: [...checked.problems] };
}

/** Where other machines are let in, they name no folder but those below what this machine allows. */
function refuseForeignPaths(site: Site, text: string): void {
  if (site.allowedFolders === null) return;
  const checked = checkConfig(text);
  const before = checkConfig(readConfigText(site.configFile, []).text);
  if (!checked.ok) return;
  const allowed = [...site.allowedFolders, ...site.library().settings.roots];
  for (const path of PATHS) {
    const known = new Set(before.ok ? namedAt(before.config, path) : []);
    for (const named of namedAt(checked.config, path)) {
      const isBelowHere = !isAbsolute(named) && !named.split(/[\\/]/).includes('..');
      const isAllowed = isAbsolute(named) && allowed.some((folder) => isWithin(folder, named));
      if (known.has(named) || isBelowHere || isAllowed) continue;
      throw new HttpProblem(
        403,
        'FOREIGN_PAGE',
        `${path.join('.')}: ${named} may not be named from another machine`,
        'Set it on the machine itself, or start with --allow and the folder that may be named.',
      );
    }
  }
}

function namedAt(config: object, path: readonly string[]): string[] {
  const value = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], config);
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}
