import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { progressLine, type ShownProgress, summaryLines } from './progress-line.ts';
import { progressView } from './progress-view.ts';
import { Screen } from './screen.fixture.ts';

const EMBEDDINGS: ShownProgress = {
  stage: 'embeddings',
  unit: 'photos',
  done: 64,
  total: 94,
  failed: 0,
  skipped: 0,
  elapsedSeconds: 15.6,
  ratePerSecond: 4.1,
  secondsLeft: 7.3,
};

describe('the line with the bar', () => {
  it.each([
    { columns: 120, expected: 'embeddings ████████████████░░░░░░░░ 64/94 photos  4.1/s  7 s left' },
    { columns: 79, expected: 'embeddings ████████████████░░░░░░░░ 64/94 photos  4.1/s  7 s left' },
    { columns: 59, expected: 'embeddings ██████████░░░░░ 64/94 photos  4.1/s  7 s left' },
    { columns: 45, expected: 'embeddings █████░░░ 64/94 photos  7 s left' },
    { columns: 39, expected: 'embeddings ██████░░░ 64/94  7 s left' },
    { columns: 30, expected: 'embeddings ████████░░░░░ 64/94' },
    { columns: 20, expected: 'embeddings 64/94' },
    { columns: 15, expected: '64/94' },
    { columns: 4, expected: '' },
    { columns: 0, expected: '' },
  ])('fits $columns columns', ({ columns, expected }) => {
    expect(progressLine(EMBEDDINGS, columns)).toBe(expected);
  });

  it.each([
    { what: 'at the start', change: { done: 0, ratePerSecond: 0, secondsLeft: null }, ends: ' 0/94 photos' },
    {
      what: 'with an hour left',
      change: { secondsLeft: 5430 },
      ends: '64/94 photos  4.1/s  1 h 31 min left',
    },
    { what: 'with a minute left', change: { secondsLeft: 59.7 }, ends: '64/94 photos  4.1/s  1 min left' },
    { what: 'with nothing left', change: { done: 94, secondsLeft: 0 }, ends: '94/94 photos  4.1/s' },
    {
      what: 'of a large library',
      change: { done: 1234, total: 1_000_000, ratePerSecond: 812.4, secondsLeft: 1230 },
      ends: '   1234/1000000 photos  812/s  21 min left',
    },
  ])('says $ends $what', ({ change, ends }) => {
    expect(progressLine({ ...EMBEDDINGS, ...change }, 120).split(/[█░]+ /)[1]).toBe(ends);
  });

  it('never is wider than the terminal, whatever the numbers are', () => {
    for (let columns = 0; columns < 120; columns += 1) {
      for (const total of [1, 94, 1_000_000]) {
        for (const secondsLeft of [null, 1, 600, 40_000]) {
          const line = progressLine({ ...EMBEDDINGS, done: 1, total, secondsLeft }, columns);
          expect(line.length).toBeLessThanOrEqual(columns);
        }
      }
    }
  });
});

describe('what is said of a stage that is done', () => {
  const proxies = { ...EMBEDDINGS, stage: 'proxies', done: 95, total: 95, elapsedSeconds: 1.66, failed: 1 };
  it.each([
    { columns: 80, change: {}, expected: ['proxies    95 photos in 1.7 s, 57/s (1 failed)'] },
    { columns: 40, change: {}, expected: ['proxies    95 photos in 1.7 s, 57/s', '           1 failed'] },
    { columns: 40, change: { failed: 0 }, expected: ['proxies    95 photos in 1.7 s, 57/s'] },
    {
      columns: 40,
      change: { done: 64, skipped: 3 },
      expected: [
        'proxies    64 photos in 1.7 s, 39/s',
        '           1 failed',
        '           3 skipped',
        '           31 left for the next run',
      ],
    },
    {
      columns: Infinity,
      change: { elapsedSeconds: 0.004 },
      expected: ['proxies    95 photos in 0.0 s (1 failed)'],
    },
  ])('$expected in $columns columns', ({ columns, change, expected }) => {
    expect(summaryLines({ ...proxies, ...change }, columns)).toBe(`${expected.join('\n')}\n`);
  });
});

describe('on a terminal', () => {
  const show = (screen: Screen) => progressView(screen as unknown as NodeJS.WritableStream);
  const SCAN = { ...EMBEDDINGS, stage: 'scan', unit: 'files', done: 95, total: 95, elapsedSeconds: 0.3 };

  it.each([40, 80])('each stage leaves one line, and the bar stands below them, in %i columns', (columns) => {
    const screen = new Screen(columns);
    const view = show(screen);
    view.update({ ...SCAN, done: 0 });
    view.update(SCAN);
    view.update({ ...EMBEDDINGS, done: 0 });
    expect(screen.rows()).toEqual([
      'scan       95 files in 0.3 s, 317/s',
      progressLine({ ...EMBEDDINGS, done: 0 }, columns - 1),
    ]);
    view.end();
    expect(screen.rows()).toEqual([
      'scan       95 files in 0.3 s, 317/s',
      ...summaryLines({ ...EMBEDDINGS, done: 0 }, columns)
        .trimEnd()
        .split('\n'),
    ]);
  });

  it('a line that gets shorter leaves nothing of the longer one', () => {
    const screen = new Screen(80);
    const view = show(screen);
    view.update({ ...EMBEDDINGS, secondsLeft: 5430 });
    screen.resize(80);
    view.update({ ...EMBEDDINGS, secondsLeft: null });
    screen.resize(80);
    expect(screen.rows()).toEqual([progressLine({ ...EMBEDDINGS, secondsLeft: null }, 79)]);
    view.end();
  });

  it('a window that becomes narrower or wider shows one bar', () => {
    const screen = new Screen(100);
    const view = show(screen);
    view.update(SCAN);
    view.update(EMBEDDINGS);
    for (const columns of [60, 40, 20, 90, 13, 100]) {
      screen.resize(columns);
      expect(screen.rows().at(-1)).toBe(progressLine(EMBEDDINGS, columns - 1));
      expect(screen.rows().filter((row) => /64\/94|embed|█/.test(row))).toHaveLength(1);
    }
    view.end();
    screen.resize(40);
    expect(screen.rows().filter((row) => row.startsWith('embeddings'))).toHaveLength(1);
  });

  it('a word of somebody else in between stays, and the bar goes on below it', () => {
    const screen = new Screen(80);
    const view = show(screen);
    view.update(EMBEDDINGS);
    screen.write('\r\x1b[KStopping after the work in hand; again to stop at once.\n');
    screen.resize(80);
    expect(screen.rows()).toEqual([
      'Stopping after the work in hand; again to stop at once.',
      progressLine(EMBEDDINGS, 79),
    ]);
    view.end();
  });

  it('changes no setting of the terminal, which a killed program could not set back', () => {
    const screen = new Screen(80);
    const view = show(screen);
    view.update(SCAN);
    view.update(EMBEDDINGS);
    view.end();
    expect(screen.written.join('')).not.toMatch(/\x1b(7|8|\[\?)/);
  });
});

it('elsewhere a stage is a line, without any control character', () => {
  const stream = new PassThrough();
  const view = progressView(stream);
  view.update({ ...EMBEDDINGS, done: 3 });
  view.update({ ...EMBEDDINGS, done: 94 });
  view.update({ ...EMBEDDINGS, stage: 'dates', done: 0, total: 0 });
  view.end();
  expect(String(stream.read())).toBe('embeddings 94 photos in 16 s, 6.0/s\n');
});
