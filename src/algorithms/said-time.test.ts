import { describe, expect, it } from 'vitest';
import { parseSaidTime } from './said-time.ts';

const utc = (text: string) => Date.parse(`${text}Z`);

describe('a time that a person writes', () => {
  it.each([
    { written: '2008-07-05T14:30', moment: '2008-07-05T14:30:00' },
    { written: ' 2008-07-05 14:30:10 ', moment: '2008-07-05T14:30:10' },
    { written: '2008-02-29T00:00', moment: '2008-02-29T00:00:00' },
  ])('“$written” is the moment $moment', ({ written, moment }) => {
    expect(parseSaidTime(written)).toMatchObject({ kind: 'moment', wallMillis: utc(moment) });
  });

  it.each([
    { written: '2008-07-05', from: '2008-07-05T00:00:00', to: '2008-07-05T23:59:59.999', precision: 'day' },
    { written: '2008-02', from: '2008-02-01T00:00:00', to: '2008-02-29T23:59:59.999', precision: 'month' },
    { written: '2008', from: '2008-01-01T00:00:00', to: '2008-12-31T23:59:59.999', precision: 'year' },
  ])('“$written” is all that lies from $from to $to', ({ written, from, to, precision }) => {
    expect(parseSaidTime(written)).toMatchObject({
      kind: 'interval',
      precision,
      interval: { startMillis: utc(from), endMillis: utc(to) },
    });
  });

  it.each(
    [
      '',
      'yesterday',
      '2008-7-5',
      '05.07.2008',
      '2008-02-30',
      '2008-13',
      '2008-07-05T25:00',
      '2008-07-05T14:30Z',
      '2008-07-05T14:30+02:00',
      '2008-07-05T14',
      '20080705',
    ].map((written) => ({ written })),
  )('“$written” is no time', ({ written }) => {
    expect(parseSaidTime(written)).toBeNull();
  });
});
