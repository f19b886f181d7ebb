import { describe, expect, it } from 'vitest';
import type { PhotoTagError } from '../../domain/errors.ts';
import { readLabels } from './read-labels.ts';

const read = (text: string | Uint8Array) =>
  readLabels(typeof text === 'string' ? Buffer.from(text) : text, '/t.csv');

const said = (text: string) => read(text).map(({ photo, label, verdict }) => [photo, label, verdict]);

function refusal(text: string | Uint8Array): string {
  try {
    read(text);
  } catch (error) {
    const { code, message, remedy } = error as PhotoTagError;
    expect(code).toBe('USAGE');
    expect(remedy).not.toBe('');
    return message;
  }
  throw new Error('it was read');
}

describe('a table of labels', () => {
  it.each([
    { title: 'commas', text: 'photo,label,verdict\na.jpg,sea,yes\n' },
    { title: 'semicolons', text: 'photo;label;verdict\r\na.jpg;sea;yes\r\n' },
    { title: 'tabs', text: 'photo\tlabel\tverdict\na.jpg\tsea\tyes' },
    { title: 'a byte order mark', text: '\ufeffphoto,label,verdict\na.jpg,sea,yes\n' },
    { title: 'the line that Excel writes', text: 'sep=;\nphoto;label;verdict\na.jpg;sea;yes\n' },
    { title: 'comments', text: '# mine\n\n# more\nphoto,label,verdict\na.jpg,sea,yes\n' },
    { title: 'another order, case and columns', text: 'Who,VERDICT,Keyword, Path \nme,Yes,sea,a.jpg\n' },
    { title: 'spaces', text: 'photo, label, verdict\n a.jpg , sea , yes \n' },
    { title: 'no verdicts', text: 'photo,label\na.jpg,sea\n' },
  ])('with $title', ({ text }) => expect(said(text)).toEqual([['a.jpg', 'sea', 'yes']]));

  it('is read as Excel’s Unicode text too', () => {
    const bytes = Buffer.from(
      '\ufeffphoto\tlabel\tverdict\r\nÄ.jpg\tMeer\tnein\r\n'.replace('nein', 'no'),
      'utf16le',
    );
    expect(read(bytes)).toEqual([{ line: 2, photo: 'Ä.jpg', label: 'Meer', verdict: 'no' }]);
  });

  it.each([
    ...['yes', 'YES', 'y', '1', 'true', 'x', 'accepted', 'added'].map((word) => ({ word, verdict: 'yes' })),
    ...['no', 'N', '0', 'false', 'rejected'].map((word) => ({ word, verdict: 'no' })),
    ...['unsure', '?', 'maybe'].map((word) => ({ word, verdict: 'unsure' })),
    { word: '', verdict: null },
  ])('takes “$word” for $verdict', ({ word, verdict }) => {
    expect(said(`photo,label,verdict\na.jpg,sea,${word}\n`)).toEqual([['a.jpg', 'sea', verdict]]);
  });

  it('may say that a photo was looked at and shows nothing', () => {
    expect(said('photo,label,verdict\na.jpg,,\n')).toEqual([['a.jpg', '', null]]);
    expect(said('photo,label\na.jpg,\n')).toEqual([['a.jpg', '', null]]);
  });

  it('takes back the mark before what a spreadsheet would run, and composes letters', () => {
    expect(said("photo,label,verdict\n'=1.jpg,cafe\u0301,yes\n")).toEqual([['=1.jpg', 'café', 'yes']]);
  });

  it.each([
    { text: '', says: 'line 1: there is no table' },
    { text: '# nothing\n', says: 'line 2: there is no table' },
    { text: 'a,b,c\n', says: 'line 1: no column is called photo or path or file, but “a”, “b”, “c”' },
    { text: 'photo,verdict\na.jpg,yes\n', says: 'line 1: no column is called label or tag or keyword' },
    { text: 'photo,path,label\n', says: 'line 1: two columns could be the photo: photo, path' },
    {
      text: 'photo,label,verdct\na.jpg,sea,no\n',
      says: 'line 1: the column “verdct” is probably the verdict',
    },
    {
      text: '# x\nphoto,label,verdict\na.jpg,sea,yes\nb.jpg,sea,perhaps\n',
      says: 'line 4: “perhaps” is no verdict',
    },
    { text: 'photo,label,verdict\n,sea,yes\n', says: 'line 2: “sea” is said of no photo' },
    { text: 'photo,label,verdict\na.jpg,,no\n', says: 'line 2: “no” is said of a.jpg, but of no label' },
    { text: 'photo,label,verdict\n"a.jpg,sea,yes\n', says: 'line 2: a quotation mark is opened' },
    { text: 'photo,label,verdict\n"a\nb.jpg",sea,yes\nc.jpg,sea,so\n', says: 'line 4: “so” is no verdict' },
  ])('says “$says”', ({ text, says }) => expect(refusal(text)).toContain(`/t.csv, ${says}`));

  it('refuses other encodings than Unicode', () => {
    expect(refusal(Buffer.from('photo,label\n\xe4.jpg,sea\n', 'latin1'))).toContain('is no text in UTF-8');
  });
});
