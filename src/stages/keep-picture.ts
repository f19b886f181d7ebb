import type { Sha1 } from '../domain/photo.ts';
import type { Store } from '../store/store.ts';

/**
 * Remembers what the image data of photos hash to. A file whose metadata was changed by another program is a new
 * photo of the same picture, and takes over what was decided for it.
 */
export async function keepPictures(
  store: Store,
  photos: readonly { readonly sha1: Sha1; readonly imageDataHash: string | null }[],
): Promise<void> {
  const pictures = photos.flatMap(({ sha1, imageDataHash }) =>
    imageDataHash === null ? [] : { sha1, imageDataHash },
  );
  // Two files with the same bytes may come in one batch.
  const bySha1 = new Map(pictures.map((picture) => [picture.sha1, picture]));
  await store.photos.putPictures([...bySha1.values()]);
  await store.tags.inheritDecisions([...bySha1.keys()]);
  await store.dates.inheritDecisions([...bySha1.keys()]);
}
