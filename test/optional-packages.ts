import { createRequire } from 'node:module';

/** Captions want it, and most machines do not have it: `npm install --no-save @huggingface/transformers@4`. */
export const hasTransformers = (() => {
  try {
    createRequire(import.meta.url).resolve('@huggingface/transformers');
    return true;
  } catch {
    return false;
  }
})();
