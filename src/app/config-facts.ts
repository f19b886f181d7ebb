import { existsSync } from 'node:fs';
import { SEED_CITIES } from '../config/seed-cities.ts';
import type { Library } from './library.ts';

/** What the page says beside the settings: nothing here looks at a path that is only typed. */
export function configFacts({ settings, cloud }: Library) {
  return {
    roots: settings.roots.map((path) => ({ path, isThere: existsSync(path) })),
    hasKey: cloud.hasKey,
    cities: SEED_CITIES.map((city) => ({ ...city, aliases: [...city.aliases] })),
  };
}
