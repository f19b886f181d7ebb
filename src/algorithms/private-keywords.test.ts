import { describe, expect, it } from 'vitest';
import { targetForms } from './merge-keywords.ts';
import { privateForms } from './private-keywords.ts';

const forms = (name: string, prefix = 'CK:') => {
  const made = targetForms(name, prefix, ['dc:subject', 'lr:hierarchicalSubject', 'digikam']);
  if (made instanceof Error) throw made;
  return made;
};

describe('keywords of people sets', () => {
  it('have the private prefix in front, and its word as the topmost level', () => {
    expect(privateForms(forms('portrait'), 'PRIVATE:')).toEqual({
      subject: 'PRIVATE:CK:portrait',
      hierarchicalSubject: 'PRIVATE|CK|portrait',
      tagsList: 'PRIVATE/CK/portrait',
    });
  });

  it('have it with any spelling of the tag, also where tags have no prefix', () => {
    expect(privateForms(forms('blue glass', ''), '~ ')).toEqual({
      subject: '~ blue glass',
      hierarchicalSubject: '~|blue glass',
      tagsList: '~/blue glass',
    });
    expect(privateForms({ subject: 'x' }, 'a/b:')).toEqual({ subject: 'a/b:x' });
    expect(privateForms({ tagsList: 'CK/x' }, 'a/b:')).toEqual({ tagsList: 'a\\b/CK/x' });
  });

  it.each(['', '  ', ':', '::'])('are as all others where the prefix is %j', (prefix) => {
    expect(privateForms(forms('portrait'), prefix)).toEqual(forms('portrait'));
  });

  it('cannot be written with a control character in it', () => {
    expect(privateForms(forms('portrait'), 'a\u0007:')).toBeInstanceOf(Error);
  });
});
