import type { DateOptions } from '../src/algorithms/resolve-date.ts';
import { saneRange } from '../src/algorithms/sane-range.ts';
import { configSchema } from '../src/config/schema.ts';

/** The config's defaults, file times read as UTC, and a stopped clock: a seed gives the same figures next year. */
export function benchDateOptions(): DateOptions {
  const config = configSchema.parse({}).date_resolver;
  return {
    weights: config.weights,
    outlierDays: config.outlier_days,
    saneRange: saneRange(config.sane_range, Date.UTC(2026, 0, 1)),
    fileZoneOffsetMinutes: () => 0,
  };
}
