import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { DatabaseAddress } from './database-address.ts';

it.each([
  ['data/index.sqlite', 'sqlite', 'data/index.sqlite'],
  ['/photos/postgres/index.sqlite', 'sqlite', '/photos/postgres/index.sqlite'],
  ['postgres://ana@db.example/photos', 'postgres', 'postgres://ana@db.example/photos'],
  ['postgresql://ana:s%40cret@db/photos', 'postgres', 'postgresql://ana:***@db/photos'],
  [
    'postgres://db/photos?password=secret&host=/run',
    'postgres',
    'postgres://db/photos?password=***&host=%2Frun',
  ],
  ['postgres://ana:secret@[db/photos', 'postgres', 'postgres://***'],
])('shows %s as it may be seen', (text, kind, shown) => {
  const address = new DatabaseAddress(text);
  expect(address.kind).toBe(kind);
  expect(address.shown).toBe(shown);
  expect(address.reveal()).toBe(text);
});

it('has its password in nothing that prints or keeps it', () => {
  const address = new DatabaseAddress('postgres://ana:s%40cret@db/photos');
  const seen = `${JSON.stringify({ address })} ${inspect(address, { showHidden: true, depth: 9 })} ${address}`;
  expect(seen).not.toMatch(/s%40cret|s@cret/);
});

it('takes its password out of what others say', () => {
  const address = new DatabaseAddress('postgres://ana:s%40cret@db/photos');
  expect(address.mask('no way with s@cret (s%40cret) to postgres://ana:s%40cret@db/photos')).toBe(
    'no way with *** (***) to postgres://ana:***@db/photos',
  );
});

it.each([
  ['data/index.sqlite', false],
  ['postgres://ana@db/photos', false],
  ['postgres://ana:secret@db/photos', true],
  ['postgres://db/photos?password=secret', true],
  ['postgres://ana:secret@[db', true],
])('knows whether %s holds a password: %s', (text, expected) => {
  expect(new DatabaseAddress(text).hasPassword).toBe(expected);
});
