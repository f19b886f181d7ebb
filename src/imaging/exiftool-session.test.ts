import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExiftoolSession } from './exiftool-session.ts';

describe('ExiftoolSession', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'exiftool-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('answers commands in order, whatever their names hold, and closes', async () => {
    const session = new ExiftoolSession({ timeoutMillis: 20_000 });
    const names = ['a b.txt', '-x.txt', 'ü ø 日本.txt', '{ready1}.txt'];
    for (const name of names) writeFileSync(join(folder, name), name);
    const answers = await Promise.all(
      names.map((name) => session.run(['-s3', '-FileName', join(folder, name)])),
    );
    expect(answers.map((answer) => answer.trim())).toEqual(names);
    await session.close();
    await expect(session.run(['-ver'])).rejects.toMatchObject({ code: 'TOOL_FAILED' });
  });

  it('refuses an argument that would become two', () => {
    const session = new ExiftoolSession({ timeoutMillis: 20_000 });
    expect(() => session.run(['a\n-delete_original'])).toThrow(RangeError);
  });

  it('says what is wrong where exiftool does not start', async () => {
    const session = new ExiftoolSession({ timeoutMillis: 20_000, script: join(folder, 'missing') });
    await expect(session.run(['-ver'])).rejects.toMatchObject({
      code: 'TOOL_FAILED',
      message: expect.stringContaining('No such file'),
    });
  });

  it('gives up a command that takes too long, and goes on with a new process', async () => {
    const script = join(folder, 'slow.pl');
    writeFileSync(script, 'sleep 60;');
    const session = new ExiftoolSession({ timeoutMillis: 200, script });
    const [one, two] = await Promise.allSettled([session.run(['-ver']), session.run(['-ver'])]);
    expect([one.status, two.status]).toEqual(['rejected', 'rejected']);
    await session.close();
  });
});
