import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationReport } from '../../src/app/evaluation/index.ts';
import { openLibrary } from '../../src/compose.ts';
import type { DecisionVerdict } from '../../src/domain/tag.ts';
import { runCli } from './cli.ts';
import { runHere } from './cli-in-process.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const folder = mkdtempSync(join(tmpdir(), 'photo-tag-eval-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PHOTOS = ['a.jpg', 'b.jpg', 'Rio/c.jpg', 'Natal/c.jpg'];

async function decide(photo: string, name: string, verdict: DecisionVerdict): Promise<void> {
  const library = await openLibrary({ folder, dataFolder: 'data', roots: ['photos'] });
  const [file] = await library.store.files.atPaths([join(folder, 'photos', photo)]);
  await library.store.tags.putDecision(file!.sha1!, { layer: 'CK', name, verdict });
  await library.close();
}

const evaluate = (...args: string[]) => runHere(['eval', ...args], folder);

async function report(...args: string[]): Promise<EvaluationReport & { page: string | null }> {
  const { code, stdout } = await evaluate('--json', ...args);
  expect(code).toBe(0);
  return JSON.parse(stdout) as EvaluationReport & { page: string | null };
}

describe('photo-tag eval', () => {
  beforeAll(() => makeTaggedLibrary(folder, PHOTOS));

  it('says what to do where nothing is decided', async () => {
    const { code, stdout, stderr } = await runCli(['eval'], folder);
    expect(code).toBe(0);
    expect(stdout).toContain('3 other labels proposed, of which nothing is known yet');
    expect(stderr).toContain('Nothing is decided yet: accept and reject proposals first');
  });

  it('measures by a table, says what changed, and draws a page', async () => {
    writeFileSync(
      join(folder, 'labels.csv'),
      'photo;keyword;verdict\na.jpg;sea;yes\nb.jpg;sea;no\nRio/c.jpg;sea;yes\nNatal/c.jpg;beach;yes\n',
    );
    const { code, stdout, stderr } = await evaluate('--labels', 'labels.csv', '--save', 'first', '--html');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^sea +4 +2 +1 +1 +0 +67 % \(21–94\) +100 % +0\.67 *$/m);
    expect(stdout).toMatch(/^beach +0 +0 +0 +0 +1 +– +0 % +0\.00 *$/m);
    expect(stdout).toContain('2 labels on 4 photos, from');
    expect(stdout).toContain('None of the judged proposals says how likely it is');
    expect(stderr).toContain(join('data', 'evaluations', 'first.json'));
    expect(readFileSync(join(folder, 'data', 'evaluation.html'), 'utf8')).toContain('By label');

    writeFileSync(
      join(folder, 'labels.csv'),
      'photo,label\na.jpg,sea\nb.jpg,sea\nRio/c.jpg,sea\nNatal/c.jpg,beach\n',
    );
    const again = await evaluate('--labels', 'labels.csv', '--against', 'first', '--complete');
    expect(again.stdout).toMatch(/^sea +2 → 3 +1 +0 +67 % → 75 % +100 % +0\.67 → 0\.75 *$/m);
    expect(again.stdout).toContain('Only one of the two took its table as complete');
    const { comparison } = await report('--labels', 'labels.csv', '--against', 'first', '--complete');
    expect(comparison!.labels).toHaveLength(1);
  });

  it('measures by decisions', async () => {
    await decide('a.jpg', 'sea', 'accepted');
    await decide('b.jpg', 'sea', 'rejected');
    await decide('b.jpg', 'beach', 'added');
    const { evaluation, notes } = await report();
    expect(evaluation).toMatchObject({ photos: 2, all: { right: 1, wrong: 1, missed: 1, precision: 0.5 } });
    expect(evaluation.confusion).toEqual([
      { proposed: 'CK:sea', right: 'CK:beach', photos: 1, insteadOf: 1 },
    ]);
    expect(notes[0]).toContain('The true recall is lower');
    expect((await report('--now')).notes[1]).toContain('these figures flatter');
  });

  it.each([
    { args: ['--labels', 'none.csv'], says: 'The table cannot be read' },
    { args: ['--labels', 'wrong.csv'], says: 'wrong.csv, line 3: “perhaps” is no verdict' },
    { args: ['--labels', 'double.csv'], says: 'double.csv, line 2: “c.jpg” could be several photos' },
    { args: ['--labels', 'strange.csv'], says: 'line 2 names x.jpg' },
    { args: ['--labels', 'empty.csv'], says: 'empty.csv has no row below its first line' },
    { args: ['--complete'], says: '--complete speaks of a table' },
    { args: ['--now', '--labels', 'labels.csv'], says: '--now speaks of decisions' },
    { args: ['--against', 'frist'], says: 'Did you mean first?' },
    { args: ['--save', 'first'], says: 'is kept already' },
    { args: ['--save', '../first'], says: 'is no name for an evaluation' },
    { args: ['--html', 'photos/a.jpg'], says: 'the evaluation is an HTML page' },
  ])('refuses $args, and says “$says”', async ({ args, says }) => {
    const tables = {
      'wrong.csv': 'photo,label,verdict\na.jpg,sea,yes\nb.jpg,sea,perhaps\n',
      'double.csv': 'photo,label,verdict\nc.jpg,sea,yes\n',
      'strange.csv': 'photo,label,verdict\nx.jpg,sea,yes\n',
      'empty.csv': 'photo,label,verdict\n',
    };
    for (const [name, text] of Object.entries(tables)) writeFileSync(join(folder, name), text);
    const { code, stdout, stderr } = await evaluate(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
    expect(stderr).toContain('→ ');
    expect(stdout).toBe('');
  });

  it('says which rows are of no photo here, and goes on', async () => {
    writeFileSync(
      join(folder, 'some.csv'),
      'photo,label,verdict\na.jpg,sea,yes\nx.jpg,sea,no\na.jpg,nights,yes\n',
    );
    const { notes, evaluation } = await report('--labels', 'some.csv');
    expect(evaluation.photos).toBe(1);
    expect(notes).toEqual([
      'Not in this library, and left out: x.jpg (line 3).',
      '“nights” is proposed nowhere. Did you mean “night”?',
    ]);
  });

  it('keeps the page of before where a new one cannot be written, and keeps nothing half', async () => {
    writeFileSync(join(folder, 'in-the-way'), '');
    const { code, stderr } = await evaluate('--html', 'in-the-way/page.html');
    expect(code).toBe(1);
    expect(stderr).toContain('The page could not be written');
    writeFileSync(join(folder, 'data', 'evaluations', 'broken.json'), '{"version": 1');
    expect((await evaluate('--against', 'broken')).stderr).toContain('“broken” cannot be read');
    expect(existsSync(join(folder, 'data', 'evaluations', 'broken.json'))).toBe(true);
  });
});
