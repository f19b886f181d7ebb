import type { StageName } from '../domain/stage-name.ts';

/** Whether a stage makes proxies or looks at them. */
const NEEDS_PROXIES: Readonly<Record<StageName, boolean>> = {
  scan: false,
  metadata: false,
  dates: false,
  proxies: true,
  embeddings: true,
  clusters: false,
  people: true,
  captions: true,
  'ck-tags': false,
  vision: true,
  'ai-tags': false,
};

export const needsProxies = (stage: StageName): boolean => NEEDS_PROXIES[stage];
