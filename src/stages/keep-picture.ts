import type { Sha1 } from '../domain/photo.ts';
import type { Store } from '../store/store.ts';

/**
 * Remembers what a photo's image data hash to. A file whose metadata was changed by another program is a new photo
 * of the same picture, and takes over what was decided for it.
 */
export async function keepPicture(store: Store, sha1: Sha1, imageDataHash: string | null): Promise<void> {
  if (imageDataHash === null) return;
  await store.photos.putImageDataHash(sha1, imageDataHash);
  await store.tags.inheritDecisions(sha1, imageDataHash);
}
