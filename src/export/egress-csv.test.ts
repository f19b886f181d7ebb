import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { EgressRow } from '../domain/vision.ts';
import { EgressCsv } from './egress-csv.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-egress-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const row = (id: number, state?: 'answered' | 'unknown', note = ''): EgressRow => ({
  id,
  runId: 1,
  at: '2026-11-26T10:00:00.000Z',
  host: 'api.openai.com',
  photo: 'a'.repeat(40),
  imageHash: 'i',
  model: 'm',
  promptId: 'p',
  bytes: 4711,
  reason: 'agreed to; nobody found',
  reservedNanoUsd: 979_000,
  end:
    state === undefined
      ? null
      : {
          state,
          countedNanoUsd: 486_000,
          reportedNanoUsd: null,
          usage: { inputTokens: null, outputTokens: null },
          note,
          at: '2026-11-26T10:00:01.000Z',
        },
});

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trimEnd().split('\n');

it('adds a line before and one after, under one heading', async () => {
  const file = join(folder, 'two/egress.csv');
  await new EgressCsv(file).write(row(1));
  await new EgressCsv(file).write(row(1, 'answered'));
  expect(linesOf(file)).toEqual([
    'time,call,run,host,photo,bytes,reason,outcome,cost_usd,note',
    `2026-11-26T10:00:00.000Z,1,1,api.openai.com,${'a'.repeat(40)},4711,"agreed to; nobody found",announced,0.000979,at most`,
    `2026-11-26T10:00:01.000Z,1,1,api.openai.com,${'a'.repeat(40)},4711,"agreed to; nobody found",answered,0.000486,`,
  ]);
});

it('keeps every line whole when many are written at once', async () => {
  const file = join(folder, 'many.csv');
  const log = new EgressCsv(file);
  await Promise.all(Array.from({ length: 60 }, (_, index) => log.write(row(index + 1))));
  const lines = linesOf(file);
  expect(lines).toHaveLength(61);
  expect(lines.slice(1).map((line) => Number(line.split(',')[1]))).toEqual(
    Array.from({ length: 60 }, (_, index) => index + 1),
  );
});

it('adds what a killed run kept in the table alone, and that once', async () => {
  const file = join(folder, 'killed.csv');
  const log = new EgressCsv(file);
  await log.write(row(1));
  await log.write(row(1, 'answered'));
  await log.write(row(2));
  await log.catchUp([row(1, 'answered'), row(2, 'unknown'), row(3)]);
  await log.catchUp([row(1, 'answered'), row(2, 'unknown'), row(3)]);
  expect(
    linesOf(file)
      .filter((line) => !line.includes(',announced,'))
      .slice(1),
  ).toHaveLength(2);
});

it('finds the last lines of a long file', async () => {
  const file = join(folder, 'long.csv');
  const log = new EgressCsv(file);
  await log.write(row(1, 'answered'));
  appendFileSync(file, `${'x'.repeat(700_000)}\n`);
  await log.write(row(2, 'answered'));
  await log.catchUp([row(2, 'answered')]);
  expect(linesOf(file)).toHaveLength(4);
});

it('is no formula to a spreadsheet, whatever a service says', async () => {
  const file = join(folder, 'formula.csv');
  await new EgressCsv(file).write(row(1, 'unknown', '=cmd()'));
  expect(readFileSync(file, 'utf8')).toContain(`,'=cmd()`);
});

it('says that it cannot be written, and what that means', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  await expect(new EgressCsv(join(file, 'egress.csv')).write(row(1))).rejects.toMatchObject({
    code: 'DATA_FOLDER',
    remedy: expect.stringMatching(/Nothing leaves/),
  });
});
