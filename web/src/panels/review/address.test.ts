import { describe, expect, it } from 'vitest';
import { addressOf, addressOfPhoto, readPlace, START } from './address.ts';
import { NO_FILTER, readFilter } from './filter.ts';

const SHA1 = '356a192b7913b04c54574d18c28d46e6395428ab';

describe('the address of a cluster', () => {
  it('comes back as it was put there, beside the filter', () => {
    const filter = { ...NO_FILTER, order: 'teach', window: 'w2014-05-03' } as const;
    const place = { view: 'grid', cluster: 'c41fdb2305079', photo: SHA1 } as const;
    const address = addressOf(filter, place);
    const search = address.slice(address.indexOf('?'));
    expect([readFilter(search), readPlace(search)]).toEqual([filter, place]);
  });

  it('is short where nothing is asked', () => {
    expect(addressOf(NO_FILTER, START)).toBe('/review');
    expect(addressOfPhoto(SHA1)).toBe(`/review?state=all&photo=${SHA1}`);
  });

  it.each(['?view=list', '?cluster=<b>', '?photo=../../etc', '?cluster=', '?photo=ABC'])(
    'leaves %s out, which makes no sense',
    (search) => expect(readPlace(search)).toEqual(START),
  );
});
