import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { STAGE_NAMES } from '../../src/stages/index.ts';
import { runCli } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COMMANDS = [
  'init',
  'doctor',
  'models',
  'run',
  'medoids',
  'write',
  'undo',
  'sidecars',
  'search',
  'export',
  'status',
  'start',
  ...STAGE_NAMES,
];

describe('the command line', () => {
  it('names every command in its help', async () => {
    const { code, stdout } = await runCli(['--help'], folder);
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
  });

  it('and the README names those that a user starts with', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    for (const command of [
      'init',
      'run',
      'status',
      'medoids',
      'search',
      'export',
      'write',
      'models',
      'doctor',
    ]) {
      expect(readme).toContain(`npx photo-tag ${command}`);
    }
  });

  it.each([
    { args: ['frobnicate'], code: 2, says: /unknown command/i },
    { args: ['run', '--frobnicate'], code: 2, says: /unknown option/i },
    { args: ['run'], code: 2, says: /No folder with photos.*\n→ .*photo-tag run FOLDER/ },
    { args: ['run', 'nowhere'], code: 2, says: /nowhere cannot be opened.*\n→ .*mounted/ },
    { args: ['status', '--config', 'absent.yaml'], code: 2, says: /no configuration file .*absent\.yaml/ },
    { args: ['write', '--apply', '--dry-run'], code: 2, says: /cannot be used with/ },
    { args: ['start', '--port', 'http'], code: 2, says: /0 to 65535/ },
  ])('photo-tag $args says what is wrong and ends with $code', async ({ args, code, says }) => {
    const result = await runCli([...args, '--data', 'data'], folder);
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(says);
    expect(result.stderr).not.toMatch(/at .*\.ts:\d+/);
  });

  it('refuses a wrong configuration with file, line and remedy, and does nothing', async () => {
    writeFileSync(join(folder, 'wrong.yaml'), 'roots: [photos]\nproxy:\n  max_sise: 900\n');
    const result = await runCli(['run', '--config', 'wrong.yaml', '--data', 'untouched'], folder);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(
      /wrong\.yaml:3: proxy\.max_sise: there is no such setting\. Did you mean max_size\?/,
    );
    expect(existsSync(join(folder, 'untouched'))).toBe(false);
  });

  it('refuses a setting that this version cannot honour', async () => {
    writeFileSync(join(folder, 'cuda.yaml'), 'embeddings:\n  device: cuda\n');
    const result = await runCli(['status', '--config', 'cuda.yaml', '--data', 'data'], folder);
    expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining('embedded') });
  });

  it('init writes a configuration that run takes, and never over an existing one', async () => {
    const own = join(folder, 'own');
    mkdirSync(join(own, 'photos'), { recursive: true });
    expect(await runCli(['init', 'photos'], own)).toMatchObject({ code: 0 });
    const run = await runCli(['run', '--json'], own);
    expect(run).toMatchObject({ code: 0 });
    expect(JSON.parse(run.stdout)).toMatchObject({ files: { total: 0 } });
    const again = await runCli(['init', 'photos'], own);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
  });

  it('works on an empty library without an error in any command', async () => {
    for (const args of [['status'], ['medoids'], ['search', 'x'], ['write'], ['export']]) {
      expect(await runCli([...args, '--data', 'empty'], folder), args.join(' ')).toMatchObject({ code: 0 });
    }
  });

  it('doctor finds nothing missing where the tests can run', async () => {
    const { code, stdout } = await runCli(['doctor', '--json', '--data', 'data'], folder);
    expect(code).toBe(0);
    const checks = JSON.parse(stdout) as { state: string; what: string }[];
    expect(checks.map((check) => check.what)).toEqual(
      expect.arrayContaining(['Node', 'perl', 'embedded models', 'embeddings (embedded)']),
    );
    // It measures a network, beside whatever else the machine does.
  }, 180_000);
});
