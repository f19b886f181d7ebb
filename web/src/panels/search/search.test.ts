import { describe, expect, it } from 'vitest';
import type { SearchHit } from '../../api/wire.ts';
import { deedOf } from '../../deeds/deed.ts';
import { csvOf } from './csv.ts';
import { GAP_PX, layoutOf, thumbnailPx } from './grid.ts';
import {
  addressOf,
  filtersOf,
  isAsked,
  NO_QUESTION,
  patternOfTag,
  readOpenPhoto,
  readQuestion,
  requestOf,
} from './question.ts';
import { type SearchContext, searchDeeds } from './search-deeds.ts';
import { extended, NOTHING, toggled } from './selection.ts';

const SHA1 = '356a192b7913b04c54574d18c28d46e6395428ab';

describe('a question in the address', () => {
  it('is the same after a reload, with the photo that is open', () => {
    const question = { ...NO_QUESTION, q: 'a&b|ção=+', from: '2014', people: 'yes' as const, trust: '0.8' };
    const address = addressOf(question, SHA1);
    expect(readQuestion(address)).toEqual(question);
    expect(readOpenPhoto(address)).toBe(SHA1);
    expect(addressOf(NO_QUESTION)).toBe('');
  });

  it.each(['?like=../etc/passwd', '?trust=7', '?people=perhaps', '?q=', '?photo=x', '?other=1'])(
    'that makes no sense is left out: %s',
    (search) => {
      expect(readQuestion(search)).toEqual(NO_QUESTION);
      expect(readOpenPhoto(search)).toBeNull();
      expect(isAsked(readQuestion(search))).toBe(false);
    },
  );

  it('is asked of the server without what is usual, and counts its filters', () => {
    const question = { ...NO_QUESTION, q: 'sea ', place: 'Rio', tagsOnly: 'yes' as const };
    expect(requestOf(question)).toEqual({ q: 'sea', place: 'Rio', tagsOnly: 'yes' });
    expect(filtersOf(question)).toBe(1);
  });

  it('for one tag means that tag and no pattern', () => {
    const pattern = new RegExp(patternOfTag('CK:c++ (a|b) [x].'));
    expect(pattern.test('CK:c++ (a|b) [x].')).toBe(true);
    expect(pattern.test('CK:ccc')).toBe(false);
  });
});

describe('the selection', () => {
  const found = ['a', 'b', 'c', 'd', 'e'];

  it('takes a photo and gives it back', () => {
    expect([...toggled(toggled(NOTHING, 'a'), 'b')]).toEqual(['a', 'b']);
    expect(toggled(toggled(NOTHING, 'a'), 'a').size).toBe(0);
  });

  it('goes from the last one to this one, either way, and keeps what was selected', () => {
    expect([...extended(new Set(['a']), found, 'c', 4)]).toEqual(['a', 'c', 'd', 'e']);
    expect([...extended(NOTHING, found, 'c', 1)]).toEqual(['b', 'c']);
    expect([...extended(NOTHING, found, 'gone', 1)]).toEqual(['b']);
    expect([...extended(NOTHING, found, null, 1)]).toEqual(['b']);
  });
});

describe('the table', () => {
  const hit = { sha1: SHA1, path: '/p/a.jpg', day: null, tags: [] } as unknown as SearchHit;

  it('has a header, quotes what parts cells, and says nothing for what is unknown', () => {
    const text = csvOf([{ ...hit, path: '/p/a, "b".jpg', day: '2014-05-03', tags: ['CK:sea', 'AI:x'] }, hit]);
    expect(text).toBe(
      `sha1,path,day,tags\r\n${SHA1},"/p/a, ""b"".jpg",2014-05-03,CK:sea|AI:x\r\n${SHA1},/p/a.jpg,,\r\n`,
    );
  });

  it('has no cell that a spreadsheet runs', () => {
    const text = csvOf([{ ...hit, path: '=cmd|calc', tags: ['@x'] }]);
    expect(text.split('\r\n')[1]).toBe(`${SHA1},'=cmd|calc,,'@x`);
  });
});

describe('the grid', () => {
  it.each([320, 370, 768, 1100, 1408, 2560])('fills a row of %i px without a rest', (widthPx) => {
    const { columns, tilePx } = layoutOf(widthPx);
    expect(columns).toBeGreaterThanOrEqual(3);
    expect(columns * tilePx + (columns - 1) * GAP_PX).toBeCloseTo(widthPx);
    expect(tilePx).toBeLessThan(260);
  });

  it('takes the smallest picture that is sharp', () => {
    expect([thumbnailPx(120, 1), thumbnailPx(120, 2), thumbnailPx(184, 1), thumbnailPx(240, 3)]).toEqual([
      160, 320, 320, 640,
    ]);
  });
});

describe('Escape', () => {
  const stroke = {
    key: 'Escape',
    code: 'Escape',
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
  };
  const target = { isText: false, isPressable: true, isInDialog: false };
  const meant = (open: string | null) => {
    const context = { open, hits: [], at: 0, selection: new Set(['a']) } as unknown as SearchContext;
    return deedOf(searchDeeds(open !== null), context, stroke, target, true)?.id;
  };

  it('closes the photo, and in the grid clears the selection', () => {
    expect([meant(SHA1), meant(null)]).toEqual(['back', 'clear']);
  });
});
