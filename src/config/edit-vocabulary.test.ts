import { describe, expect, it } from 'vitest';
import { editVocabulary, type VocabularyDraft } from './edit-vocabulary.ts';
import { renderExampleVocabulary } from './render-vocabulary.ts';

const FILE = `# My words. Ask Ana before changing places.

subjects:
  # what grows
  - plants
  - name: flower   # all kinds
    aliases: [blossom, "Blüte"]
    parent: plants
  - orchid # my own

  # light
  - name: night
    excludes: [studio, flower]
    prompts:
      - a photo taken at night, far away from any town, with a very long exposure and a little wind in the trees

places: [Rio, 'São Paulo']
people:
  - studio
  - face
`;

const edited = (edit: (draft: VocabularyDraft) => void, text = FILE): string => {
  const result = editVocabulary(text, edit);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.text;
};
/** Lines that went and came. */
const difference = (before: string, after: string) => {
  const [was, is] = [before.split('\n'), after.split('\n')];
  return [
    ...was.filter((line) => !is.includes(line)).map((line) => `-${line}`),
    ...is.filter((line) => !was.includes(line)).map((line) => `+${line}`),
  ];
};

describe('editing a vocabulary file', () => {
  it('changes nothing where nothing is edited', () => {
    // But for the spaces before a comment at the end of a line.
    expect(edited(() => {})).toBe(FILE.replace('flower   #', 'flower #'));
    expect(edited(() => {}, renderExampleVocabulary())).toBe(renderExampleVocabulary());
  });

  it.each([
    {
      title: 'adds a term at the end of its section',
      edit: (draft: VocabularyDraft) => draft.add({ kind: 'subject', name: 'fog', aliases: ['mist'] }),
      lines: ['+  - name: fog', '+    aliases: [mist]'],
    },
    {
      title: 'adds to a short list',
      edit: (draft: VocabularyDraft) => draft.add({ kind: 'place', name: 'Lyon' }),
      lines: ["-places: [Rio, 'São Paulo']", "+places: [Rio, 'São Paulo', Lyon]"],
    },
    {
      title: 'adds a section that was not there',
      edit: (draft: VocabularyDraft) => draft.add({ kind: 'gear', name: 'X', exif: { models: ['X-100'] } }),
      lines: ['+gear:', '+  - name: X', '+    models: [X-100]'],
    },
    {
      title: 'renames a term, and where others speak of it',
      edit: (draft: VocabularyDraft) => draft.rename('flower', 'bloom'),
      lines: [
        '-  - name: flower   # all kinds',
        '-    excludes: [studio, flower]',
        '+  - name: bloom # all kinds',
        '+    excludes: [studio, bloom]',
      ],
    },
    {
      title: 'gives a bare name something to say, and keeps its comment',
      edit: (draft: VocabularyDraft) => draft.set('orchid', 'parent', 'flower'),
      lines: ['-  - orchid # my own', '+  - name: orchid # my own', '+    parent: flower'],
    },
    {
      title: 'adds an alias',
      edit: (draft: VocabularyDraft) => draft.set('flower', 'aliases', ['blossom', 'Blüte', 'flor']),
      lines: ['-    aliases: [blossom, "Blüte"]', '+    aliases: [blossom, Blüte, flor]'],
    },
    {
      title: 'takes out what is empty',
      edit: (draft: VocabularyDraft) => draft.set('flower', 'aliases', []),
      lines: ['-    aliases: [blossom, "Blüte"]'],
    },
  ])('$title', ({ edit, lines }) => {
    // The line with a comment is written with one space before it wherever a file is edited.
    const loose = (text: string) => text.replace('flower   # all', 'flower # all');
    const expected = lines.map(loose);
    expect(difference(loose(FILE), edited(edit)).sort()).toEqual(expected.sort());
  });

  it('takes a term out with its links', () => {
    const text = edited((draft) => {
      draft.remove('plants');
      draft.replaceLinks('plants', null);
    });
    expect(text).not.toMatch(/plants/);
    expect(text).toContain('# all kinds');
  });

  it('keeps line ends of Windows, a byte order mark, and lists that are not indented', () => {
    const text = '\ufeff# mine\r\nsubjects:\r\n- flower\r\n- sea\r\n';
    expect(edited((draft) => draft.add({ kind: 'subject', name: 'fog' }), text)).toBe(
      '\ufeff# mine\r\nsubjects:\r\n- flower\r\n- sea\r\n- fog\r\n',
    );
  });

  it('starts an empty file', () => {
    expect(edited((draft) => draft.add({ kind: 'subject', name: 'fog' }), '# mine\n')).toBe(
      '# mine\n\nsubjects:\n  - fog\n',
    );
  });

  it('renames a term in both of its sections', () => {
    const text = edited(
      (draft) => draft.rename('face', 'visage'),
      'subjects: [face]\npeople: [face, hands]\n',
    );
    expect(text).toBe('subjects: [visage]\npeople: [visage, hands]\n');
  });

  it('puts terms back as they stood, and leaves what came since', () => {
    const later = edited((draft) => {
      draft.rename('flower', 'bloom');
      draft.add({ kind: 'subject', name: 'fog' });
    });
    const back = edited((draft) => {
      draft.rename('bloom', 'flower');
      draft.restore(['flower', 'bloom'], draftOf(FILE));
    }, later);
    expect(back).toContain('- fog');
    expect(back).toContain('- name: flower');
    expect(back).not.toContain('bloom');
  });

  it('refuses what would be no vocabulary', () => {
    expect(editVocabulary(FILE, (draft) => draft.rename('orchid', 'Night'))).toMatchObject({ ok: false });
    expect(editVocabulary(FILE, (draft) => draft.remove('plants'))).toMatchObject({
      ok: false,
      problems: [{ problem: expect.stringContaining('the parent plants, which is no term') }],
    });
  });
});

function draftOf(text: string): VocabularyDraft {
  let found: VocabularyDraft | null = null;
  editVocabulary(text, (draft) => {
    found = draft;
  });
  return found!;
}
