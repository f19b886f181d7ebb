import { createHash } from 'node:crypto';

/** Short hash of any value made of plain data and typed arrays; equal values give equal digests. */
export function digestOf(value: unknown): string {
  const json = JSON.stringify(value, (_key, part: unknown) =>
    ArrayBuffer.isView(part)
      ? Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64')
      : part,
  );
  return createHash('sha1').update(json).digest('hex').slice(0, 16);
}
