import type { StageName } from '../domain/stage-name.ts';

const STAGES: ReadonlySet<StageName> = new Set(['proxies', 'embeddings', 'people', 'captions', 'vision']);

/** Whether a stage makes proxies or looks at them. */
export const needsProxies = (stage: StageName): boolean => STAGES.has(stage);
