import { describe, expect, it } from 'vitest';
import { readExifTime, readOffset } from './exif-time.ts';

const AT = Date.UTC(2014, 4, 3, 10, 22, 7);

describe('a time as cameras write it', () => {
  it.each([
    { text: '2014:05:03 10:22:07', besides: {}, millis: AT, offset: null },
    { text: '2014-05-03T10:22:07', besides: {}, millis: AT, offset: null },
    { text: '2014:05:03 10:22:07.5', besides: {}, millis: AT + 500, offset: null },
    { text: '2014:05:03 10:22:07.123456', besides: {}, millis: AT + 123, offset: null },
    { text: '2014:05:03 10:22:07', besides: { subSeconds: '5' }, millis: AT + 500, offset: null },
    { text: '2014:05:03 10:22:07', besides: { subSeconds: '016 ' }, millis: AT + 16, offset: null },
    { text: '2014:05:03 10:22:07', besides: { subSeconds: '  ' }, millis: AT, offset: null },
    { text: '2014:05:03 10:22:07', besides: { offset: '+02:00' }, millis: AT, offset: 120 },
    { text: '2014:05:03 10:22:07', besides: { offset: '   :  ' }, millis: AT, offset: null },
    { text: '2014:05:03 10:22:07-05:00', besides: { offset: '+02:00' }, millis: AT, offset: -300 },
    { text: '2014:05:03 10:22:07Z', besides: {}, millis: AT, offset: 0 },
    {
      text: '2011:08:24 17:46:58.0+1:00',
      besides: {},
      millis: Date.UTC(2011, 7, 24, 17, 46, 58),
      offset: 60,
    },
    { text: '2014:05:03 10:22', besides: {}, millis: AT - 7000, offset: null },
    { text: ' 2014:05:03 10:22:07 ', besides: {}, millis: AT, offset: null },
    { text: '2012:02:29 00:00:00', besides: {}, millis: Date.UTC(2012, 1, 29), offset: null },
    { text: '1999:12:31 23:59:59', besides: {}, millis: Date.UTC(1999, 11, 31, 23, 59, 59), offset: null },
    { text: '0099:01:01 00:00:00', besides: {}, millis: Date.parse('0099-01-01T00:00:00Z'), offset: null },
  ])('"$text" with $besides is $millis, offset $offset', ({ text, besides, millis, offset }) => {
    expect(readExifTime(text, besides)).toEqual({ wallMillis: millis, offsetMinutes: offset });
  });

  it.each([
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    '',
    '2014:05:03',
    '2014:05',
    '2014',
    '2014:13:03 10:22:07',
    '2014:02:31 10:22:07',
    '2013:02:29 10:22:07',
    '2014:00:03 10:22:07',
    '2014:05:03 24:00:00',
    '2014:05:03 10:60:07',
    '2014:05:03 10:22:61',
    '2014:05:03 10:22:07 PM',
    'Sat May  3 10:22:07 2014',
    '20140503 102207',
    'junk',
  ])('"%s" is no time', (text) => {
    expect(readExifTime(text)).toBeNull();
  });
});

describe('an offset from UTC', () => {
  it.each([
    { text: '+05:30', expected: 330 },
    { text: '-0330', expected: -210 },
    { text: '+14:00', expected: 840 },
    { text: 'Z', expected: 0 },
    { text: '-00:00', expected: 0 },
    { text: '+15:00', expected: null },
    { text: '+01:75', expected: null },
    { text: '', expected: null },
    { text: null, expected: null },
    { text: 'CEST', expected: null },
  ])('"$text" is $expected minutes', ({ text, expected }) => {
    expect(readOffset(text)).toBe(expected);
  });
});
