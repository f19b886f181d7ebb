/** Enough to know a web page or a pointer of Git LFS. */
export const HEAD_BYTES = 256;

/**
 * What somebody sends who was asked for a model and has none.
 * @param head the first bytes of the file.
 * @returns a sentence that says what it is, or null where it may be the file.
 */
export function notAModel(path: string, head: Uint8Array, contentType: string | null): string | null {
  const text = new TextDecoder('latin1').decode(head.subarray(0, HEAD_BYTES)).trimStart().toLowerCase();
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    return 'is only a pointer of Git LFS, not the file itself';
  }
  const isPage = /^text\/html\b/i.test(contentType ?? '') || /^<(!doctype html|html|head)\b/.test(text);
  return isPage && !/\.html?$/.test(path) ? 'is a web page, not a model' : null;
}
