import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PhotoTagError } from '../../domain/errors.ts';
import type { Store } from '../../store/store.ts';
import { evaluationStore, sha1Of } from './evaluation-store.fixture.ts';
import { findLabelledPhotos } from './find-labelled-photos.ts';

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await evaluationStore({
    a: { path: '/photos/Rio/IMG_1.jpg' },
    b: { path: '/photos/Natal/IMG_1.jpg' },
    c: { path: '/photos/Natal/Ca\u0301o.jpg' },
    d: { path: '/photos/Natal/IMG_2.jpg' },
  }));
});
afterAll(() => close());

const find = (...photos: string[]) =>
  findLabelledPhotos(
    store,
    photos.map((photo, i) => ({ line: i + 2, photo, label: 'sea', verdict: 'yes' })),
    { table: '/photos/Rio/labels.csv', workingFolder: '/photos' },
  );

describe('the photo of a row', () => {
  it.each([
    { name: sha1Of('c'), photo: 'c', by: 'SHA-1' },
    { name: sha1Of('C'), photo: 'c', by: 'SHA-1 in capitals' },
    { name: '/photos/Natal/IMG_1.jpg', photo: 'b', by: 'its path' },
    { name: 'Rio/IMG_1.jpg', photo: 'a', by: 'the path from where the program was started' },
    { name: 'IMG_1.jpg', photo: 'a', by: 'the path from where the table lies' },
    { name: '../Natal/IMG_1.jpg', photo: 'b', by: 'a path that goes up first' },
    { name: 'IMG_2.jpg', photo: 'd', by: 'a name that only one photo has' },
    { name: 'Cáo.jpg', photo: 'c', by: 'a name that is composed otherwise' },
    { name: 'Natal\\IMG_2.jpg', photo: 'd', by: 'a path of Windows' },
    { name: './IMG_2.jpg', photo: 'd', by: 'a name after ./' },
  ])('is found by $by: $name', async ({ name, photo }) => {
    const { sha1s, unknown } = await find(name);
    expect(sha1s.get(name)).toBe(sha1Of(photo));
    expect(unknown).toEqual([]);
  });

  it('is unknown where the library has no such photo, and the line is said', async () => {
    const { sha1s, unknown } = await find('IMG_2.jpg', 'MG_2.jpg', '/elsewhere/IMG_2.jpg', 'e'.repeat(40));
    expect([...sha1s.keys()]).toEqual(['IMG_2.jpg']);
    expect(unknown.map(({ line }) => line)).toEqual([3, 4, 5]);
  });

  it('must be one', async () => {
    const rows = [{ line: 9, photo: 'IMG_1.jpg', label: 'sea', verdict: 'yes' as const }];
    const error = await findLabelledPhotos(store, rows, {
      table: '/x/labels.csv',
      workingFolder: '/x',
    }).catch((caught: PhotoTagError) => caught);
    expect((error as PhotoTagError).message).toBe(
      '/x/labels.csv, line 9: “IMG_1.jpg” could be several photos: /photos/Natal/IMG_1.jpg, /photos/Rio/IMG_1.jpg',
    );
    expect((error as PhotoTagError).remedy).toContain('Write more of the path');
  });
});
