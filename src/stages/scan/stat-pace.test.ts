import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { StatPace } from './stat-pace.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-pace-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const paths = Array.from({ length: 100 }, (_, i) => join(folder, String(i)));
for (const [i, path] of paths.entries()) if (i % 10 !== 3) writeFileSync(path, 'x'.repeat(i));

const PACES = [
  { disk: 'fast', slowMillis: Number.POSITIVE_INFINITY },
  { disk: 'slow', slowMillis: 0 },
];

it.each(PACES)('a $disk disk gives each file its own stats, and its own error', async ({ slowMillis }) => {
  const pace = new StatPace(slowMillis);
  // The first folder tells that the disk is slow, the second is asked accordingly.
  for (let folders = 0; folders < 2; folders++) {
    const statsOf = await pace.stats(paths);
    for (const i of paths.keys()) {
      if (i % 10 === 3) expect(() => statsOf(i)).toThrow(expect.objectContaining({ code: 'ENOENT' }));
      else expect(Number(statsOf(i).size)).toBe(i);
    }
  }
  expect(await pace.stats([])).toBeTypeOf('function');
});
