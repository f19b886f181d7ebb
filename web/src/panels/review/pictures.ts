export const proxyUrl = (sha1: string): string => `/api/photos/${sha1}/proxy`;
export const thumbnailUrl = (sha1: string, sizePx: 160 | 320 | 640 = 160): string =>
  `/api/photos/${sha1}/thumbnail?size=${sizePx}`;

/** Decoded pictures are some megabytes each. */
const MOST_AHEAD = 12;
const ahead = new Map<string, HTMLImageElement>();

/** Loads and decodes a picture before it is wanted, so that it is on the screen at once when it is. */
export function fetchAhead(sha1: string): void {
  const known = ahead.get(sha1);
  ahead.delete(sha1);
  const image = known ?? new Image();
  if (known === undefined) {
    image.src = proxyUrl(sha1);
    image.decode().catch(() => ahead.delete(sha1));
  }
  ahead.set(sha1, image);
  for (const oldest of ahead.keys()) {
    if (ahead.size <= MOST_AHEAD) break;
    ahead.delete(oldest);
  }
}
