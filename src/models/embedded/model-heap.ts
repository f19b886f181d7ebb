import type { ResourceLimits } from 'node:worker_threads';

/**
 * Models live in WebAssembly memory; a worker's own objects need some 25 MB. Told so, V8 collects garbage early
 * instead of letting it grow: two detector workers then stay at 510 MB of resident memory instead of 690.
 */
export const MODEL_HEAP: ResourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 128 };
