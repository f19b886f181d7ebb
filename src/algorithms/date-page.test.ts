import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DateSignal } from '../domain/capture-time.ts';
import { DATE_OPTIONS, type WitnessText, witness } from './date-witness.fixture.ts';
import { resolveLibrary } from './resolve-library.ts';
import { isScan } from './scan-witness.ts';
import { wallTimeInWords } from './wall-time.ts';

/**
 * The examples of docs/dates.md are what the code gives. After a change of the rules:
 * `UPDATE_DOCS=1 npx vitest run src/algorithms/date-page.test.ts`.
 */

const PAGE = new URL('../../docs/dates.md', import.meta.url);

interface Example {
  readonly id: string;
  readonly folder: readonly WitnessText[];
  /** Which photo of the folder is shown. */
  readonly shown: number;
}

const minutes = (start: string, count: number) =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(`${start.replace(' ', 'T')}Z`) + i * 60_000)
      .toISOString()
      .slice(0, 19)
      .replace('T', ' '),
  );

const counted = (folder: string, prefix: string, first: number, times: readonly string[]): WitnessText[] =>
  times.map((time, i) => ({
    path: `${folder}/${prefix}${String(first + i).padStart(4, '0')}.JPG`,
    original: time,
    create: time,
    mtime: time,
  }));

const paris = counted('2014-05-03 Paris', 'IMG_', 9990, minutes('2014-05-03 10:20:00', 8));
const dance = counted('2011-11-19 Dance', 'DSC_', 410, minutes('2011-11-19 20:00:00', 12));

const CANON = { make: 'Canon', camera: 'Canon EOS 5D', serial: '0420' };
const CASIO = { make: 'CASIO', camera: 'EX-Z1000', serial: '7' };
const PHONE = { make: 'Apple', camera: 'iPhone 5' };

/** The body that took them, and the zone that it writes. */
const of = (body: Partial<WitnessText>, texts: readonly WitnessText[], zone = ''): WitnessText[] =>
  texts.map((text) => ({ ...text, ...body, ...(text.original && { original: text.original + zone }) }));

const EXAMPLES: readonly Example[] = [
  { id: 'all-agree', folder: paris, shown: 3 },
  {
    id: 'copied',
    folder: paris.map((text) => ({ ...text, mtime: '2022-08-01 09:14:00' })),
    shown: 3,
  },
  {
    id: 'whatsapp',
    folder: [{ path: 'Phone/IMG-20190703-WA0012.jpg', mtime: '2024-02-10 08:00:31' }],
    shown: 0,
  },
  {
    id: 'outlier',
    folder: dance.map((text, i) =>
      i === 6 ? { ...text, original: '2006-03-11 04:51:00', create: '2006-03-11 04:51:00' } : text,
    ),
    shown: 6,
  },
  {
    id: 'reset',
    folder: of(CASIO, counted('2008-07-05 Rio', 'CIMG', 17, minutes('2000-01-01 00:03:00', 6))),
    shown: 2,
  },
  {
    id: 'wrong-year',
    folder: [
      ...of(CANON, counted('2014-05-03 Paris', 'IMG_', 100, minutes('2013-05-03 10:20:00', 8))),
      ...of(CANON, counted('2014-05-09 Rome', 'IMG_', 108, minutes('2013-05-09 12:00:00', 8))),
    ],
    shown: 3,
  },
  {
    id: 'home-zone',
    folder: [
      ...of(PHONE, counted('2014-03-01 Home', 'APL_', 1, minutes('2014-03-01 10:00:00', 240)), '-03:00'),
      ...of(PHONE, counted('2014-05-03 Paris', 'APL_', 50, minutes('2014-05-03 10:00:00', 100)), '+02:00'),
      ...of(CANON, counted('2014-05-03 Paris', 'IMG_', 100, minutes('2014-05-03 05:00:00', 100))),
    ],
    shown: 345,
  },
  {
    id: 'scan',
    folder: [
      {
        path: '1998 Natal/scan0012.tif',
        original: '2015-03-01 10:00:00',
        create: '2015-03-01 10:00:00',
        mtime: '2015-03-01 10:00:00',
        make: 'EPSON',
        camera: 'Perfection V700',
        exposure: false,
      },
    ],
    shown: 0,
  },
  {
    id: 'between',
    folder: paris.map((text, i) => (i === 3 ? { path: text.path, mtime: '2019-02-02 18:00:00' } : text)),
    shown: 3,
  },
  {
    id: 'uncertain',
    folder: [
      { path: 'Unsorted/portrait.jpg', original: '2009-09-12 16:40:10', mtime: '2013-01-20 11:05:00' },
    ],
    shown: 0,
  },
];

function render({ folder, shown }: Example): string {
  const time = resolveLibrary(folder.map(witness), DATE_OPTIONS)[shown];
  const path = folder[shown]?.path;
  if (time === undefined || typeof path !== 'string') throw new Error('the example shows no photo');
  const rows = time.signalsUsed.map(
    ({ name, weight, agrees, reason }) =>
      `| \`${name}\` | ${weight} | ${agrees ? 'yes' : 'no'} | ${reason} |`,
  );
  const { signalsUsed } = time;
  const sum = (pick: (signal: DateSignal) => number) =>
    signalsUsed.reduce((total, signal) => total + pick(signal), 0);
  const agreeing = sum(({ credit }) => credit);
  const present = Math.max(
    sum(({ weight }) => weight),
    isScan(witness(folder[shown]!)) ? 0.4 : 0.8,
  );
  const isLimited = agreeing / present > time.trustScore + 0.005;
  const said = time.wallMillis === null ? 'unknown' : wallTimeInWords(time.wallMillis, time.precision);
  return [
    `\`${path}\``,
    '',
    '| signal | weight | agrees | in words |',
    '|---|---|---|---|',
    ...rows,
    '',
    `Time **${said}** (to the ${time.precision}), trust ${agreeing.toFixed(2)} / ${present.toFixed(1)}${isLimited ? ', at most' : ' ='} **${time.trustScore.toFixed(2)}**${time.uncertain ? ', **uncertain**' : ''}.`,
  ].join('\n');
}

describe('docs/dates.md', () => {
  test.each(EXAMPLES)('shows what the code gives for $id', (example) => {
    const page = readFileSync(PAGE, 'utf8');
    const block = new RegExp(`(<!-- example ${example.id} -->\n)[^]*?(<!-- end -->)`);
    if (process.env.UPDATE_DOCS) {
      writeFileSync(
        PAGE,
        page.replace(block, (_all, start, end) => `${start}${render(example)}\n${end}`),
      );
    }
    expect(block.exec(readFileSync(PAGE, 'utf8'))?.[0]).toBe(
      `<!-- example ${example.id} -->\n${render(example)}\n<!-- end -->`,
    );
  });
});
