import { describe, expect, it } from 'vitest';
import { hide, secretsOf } from './hide.ts';

const LEFT_OUT = '(names a file: left out; runtime.log_paths shows it)';
const hiding = { secrets: ['hunter22'], folders: ['/photos of mine'] };

describe('what a log does not say', () => {
  it.each([
    ['scan 50/100 photos, 12/s', 'scan 50/100 photos, 12/s'],
    ['The key is hunter22!', 'The key is ***!'],
    ['Authorization: Bearer abcdef0123456789', 'Authorization: Bearer ***'],
    ['sk-proj-abcdefgh12345 was refused', '*** was refused'],
    ['open?token=abc&x=1', 'open?token=***&x=1'],
    ['/photos of mine/2004 has no date', LEFT_OUT],
    ['my secret party.jpg is torn', LEFT_OUT],
    ['IMG_1.CR2: cannot be read', LEFT_OUT],
    ['cannot open /mnt/x', LEFT_OUT],
    ['at "C:\\Users\\me"', LEFT_OUT],
    ['~/pictures', LEFT_OUT],
    ['Open http://127.0.0.1:7860/ in a browser', 'Open http://127.0.0.1:7860/ in a browser'],
    ['and/or', 'and/or'],
  ])('%s → %s', (text, expected) => expect(hide(text, hiding)).toBe(expected));

  it('are keys even where names of files may be told', () => {
    const shown = { ...hiding, folders: null };
    expect(hide('/photos of mine/a.jpg by hunter22', shown)).toBe('/photos of mine/a.jpg by ***');
  });

  it('are what the environment calls a key, a token or a password', () => {
    expect(
      secretsOf({
        OPENAI_API_KEY: ' one1 ',
        PHOTO_TAG_TOKEN: 'two2',
        PGPASSWORD: 'three3',
        AWS_ACCESS_KEY_ID: 'four4',
        AWS_SECRET_ACCESS_KEY: 'five5',
        AWS_SESSION_TOKEN: 'six6',
        PATH: '/bin',
        PHOTO_TAG_DATABASE_URL: 'postgres://me:f%40ur@host/db',
      }),
    ).toEqual(['one1', 'two2', 'three3', 'four4', 'five5', 'six6', 'f%40ur', 'f@ur']);
  });
});
