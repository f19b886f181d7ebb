import { PhotoTagError } from '../domain/errors.ts';
import type { Detector } from './detector.ts';
import type { Embedder } from './embedder.ts';

/*
 * What stands in for a network that the configuration names and that is not on the disk. Whoever asks anything of it, its
 * id included, gets the reason; whoever does not (status, dates, write, undo) works without it.
 */

export function absentEmbedder(reason: PhotoTagError): Embedder {
  return {
    get id(): string {
      throw reason;
    },
    get dimensions(): number {
      throw reason;
    },
    embedImages: () => Promise.reject(reason),
    embedTexts: () => Promise.reject(reason),
    close: async () => {},
  };
}

export function absentDetector(reason: PhotoTagError): Detector {
  return {
    get id(): string {
      throw reason;
    },
    detect: () => Promise.reject(reason),
    close: async () => {},
  };
}

/**
 * @returns what `open` gives, or its stand-in where it says MODEL_MISSING.
 * @throws what else `open` throws: a wrong setting is no missing file
 */
export async function openOrAbsent<Model>(
  open: () => Model | Promise<Model>,
  absent: (reason: PhotoTagError) => Model,
): Promise<Model> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof PhotoTagError && error.code === 'MODEL_MISSING') return absent(error);
    throw error;
  }
}
