import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledExiftool } from './bundled-exiftool.ts';
import { ExiftoolPool, type ExiftoolPoolOptions } from './exiftool-pool.ts';
import { faultyExiftool } from './faulty-exiftool.fixture.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const pools: ExiftoolPool[] = [];
const poolOf = (options: Partial<ExiftoolPoolOptions> = {}): ExiftoolPool => {
  const pool = new ExiftoolPool({ processes: 1, silenceMillis: 20_000, ...options });
  pools.push(pool);
  return pool;
};
/** Asks for names as files say them. */
const nameOf = async (pool: ExiftoolPool, name: string): Promise<string> => {
  const { output, failure } = await pool.run(['-s3', '-FileName'], [at(name)]);
  return failure ?? output.replace(/\n$/, '');
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'photo-tag-exiftool-'));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  rmSync(folder, { recursive: true });
});

describe('a pool of exiftools', () => {
  const NAMES = [
    'a b.txt',
    '-delete_original',
    '-x.txt',
    '#comment.txt',
    ' space before.txt',
    '@list.txt',
    '%d$x.txt',
    'ü ø 日本.txt',
    '{ready1}',
    '{ready2}',
    'it\'s "quoted" \\.txt',
  ];

  it.each([1, 2])(
    'answers each command with its own file, whatever the name, by %i processes',
    async (processes) => {
      for (const name of NAMES) writeFileSync(at(name), name);
      const pool = poolOf({ processes });
      expect(await Promise.all(NAMES.map((name) => nameOf(pool, name)))).toEqual(NAMES);
    },
  );

  it.each(['line\nbreak.txt', 'a\r', '\n-delete_original'])('reads a file with the name %j', async (name) => {
    writeFileSync(at(name), 'text');
    const { output, failure } = await poolOf().run(['-json', '-FileSize#'], [at(name)]);
    expect(failure).toBeNull();
    expect(JSON.parse(output)).toEqual([{ SourceFile: at(name), FileSize: 4 }]);
  });

  it('refuses what exiftool would take for something else', async () => {
    await expect(poolOf().run(['-s3\n-delete_original'], [at('a b.txt')])).rejects.toThrow(RangeError);
    await expect(poolOf().run(['-s3'], ['-delete_original'])).rejects.toThrow('absolute paths');
  });

  it('gives answers of many megabytes whole', async () => {
    const pool = poolOf();
    // Whatever the name is, exiftool says this; the sign of the end stands on every line of it.
    const long = ['-api', 'Filter=$_="{ready1}" x 2000000', '-s3', '-FileName'];
    const { output } = await pool.run(long, [at('a b.txt')]);
    expect(output).toBe(`${'{ready1}'.repeat(2_000_000)}\n`);
    expect(await nameOf(pool, 'a b.txt')).toBe('a b.txt');
  });

  it('ends its processes when it is closed, after the commands that wait', async () => {
    const pool = poolOf();
    const late = Promise.all(['a b.txt', '-x.txt'].map((name) => nameOf(pool, name)));
    await pool.close();
    expect(await late).toEqual(['a b.txt', '-x.txt']);
    await pool.close();
    await expect(pool.run(['-ver'], [])).rejects.toMatchObject({ code: 'TOOL_FAILED' });
  });
});

describe('an exiftool in trouble', () => {
  it.each([
    { name: 'killer', failure: 'was killed by SIGSEGV' },
    { name: 'kil\nler killer', failure: 'was killed by SIGSEGV' },
    { name: 'leaver', failure: 'ended with exit code 3' },
    { name: 'hanger', failure: 'said nothing for 1 s and was stopped' },
    { name: 'hang\ner hanger', failure: 'said nothing for 1 s and was stopped' },
  ])('fails one command, $failure at $name, and the next has a new process', async ({ name, failure }) => {
    writeFileSync(at(name), '');
    const pool = poolOf({ command: faultyExiftool(folder), silenceMillis: 1000 });
    expect(await nameOf(pool, 'a b.txt')).toBe('a b.txt');
    expect(await nameOf(pool, name)).toBe(failure);
    expect(await nameOf(pool, 'a b.txt')).toBe('a b.txt');
  });

  it('is replaced when somebody killed it between two commands', async () => {
    writeFileSync(at('teller'), '');
    const pool = poolOf({ command: faultyExiftool(folder) });
    const { output } = await pool.run(['-s3', '-FileName'], [at('teller')]);
    process.kill(Number(/pid (\d+)/.exec(output)![1]), 'SIGKILL');
    await sleep(100);
    expect(await nameOf(pool, 'a b.txt')).toBe('a b.txt');
  });

  it.each([
    {
      what: 'without Perl',
      command: () => ({ ...bundledExiftool(), perl: at('no-perl') }),
      expected: { code: 'TOOL_MISSING', remedy: expect.stringContaining('apt install perl') },
    },
    {
      what: 'without its script',
      command: () => ({ ...bundledExiftool(), script: at('missing') }),
      expected: { code: 'TOOL_FAILED', message: expect.stringContaining('No such file') },
    },
  ])('says what to do $what', async ({ command, expected }) => {
    const pool = poolOf({ command: command() });
    await expect(pool.run(['-ver'], [])).rejects.toMatchObject(expected);
  });

  it.skipIf(process.platform !== 'linux')(
    'does not outlive the program, even if that is killed',
    async () => {
      for (const name of ['teller', 'teller too']) writeFileSync(at(name), '');
      const [module, command] = [join(import.meta.dirname, 'exiftool-pool.ts'), faultyExiftool(folder)];
      writeFileSync(
        at('program.ts'),
        `import { ExiftoolPool } from ${JSON.stringify(module)};
       const options = { processes: 2, silenceMillis: 60_000, command: ${JSON.stringify(command)} };
       const pool = new ExiftoolPool(options);
       const ask = async (name) => console.log((await pool.run([], [${JSON.stringify(folder)} + name])).output);
       await Promise.all([ask('/teller'), ask('/teller too')]);
       setInterval(() => {}, 1000);`,
      );
      const program = spawn(process.execPath, [at('program.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
      const pids: string[] = [];
      try {
        for await (const line of createInterface(program.stdout)) {
          if (line.startsWith('pid ')) pids.push(line.slice('pid '.length));
          if (pids.length === 2) break;
        }
        expect(pids.filter(runs)).toHaveLength(2);
      } finally {
        program.kill('SIGKILL');
      }
      const deadline = Date.now() + 10_000;
      while (pids.some(runs) && Date.now() < deadline) await sleep(50);
      expect(pids.filter(runs)).toEqual([]);
    },
  );
});

/** A zombie has ended, though nobody may be there to hear it. */
function runs(pid: string): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
