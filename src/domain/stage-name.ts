/** The pipeline's stages by name; their order is written in stages/index.ts. */
export type StageName =
  | 'scan'
  | 'metadata'
  | 'dates'
  | 'proxies'
  | 'embeddings'
  | 'clusters'
  | 'people'
  | 'captions'
  | 'ck-tags'
  | 'vision'
  | 'ai-tags';
