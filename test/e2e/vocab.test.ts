import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { makeChange } from '../../src/app/vocabulary/change-vocabulary.ts';
import { thinkRename } from '../../src/app/vocabulary/think-moves.ts';
import { openLibrary } from '../../src/compose.ts';
import type { VocabularyDraft } from '../../src/config/edit-vocabulary.ts';
import type { Decision } from '../../src/domain/tag.ts';
import { readSidecarKeywords } from '../../src/metadata/read-sidecar-keywords.fixture.ts';
import type { Store } from '../../src/store/store.ts';
import { runHere } from './cli-in-process.ts';
import { filesBelow, fingerprints, LIGHTROOM_SIDECAR } from './small-library.ts';
import { makeTaggedLibrary } from './tagged-library.ts';

const base = mkdtempSync(join(tmpdir(), 'photo-tag-vocab-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let count = 0;

const VOCABULARY = `# my words
subjects:
  - water
  - name: sea   # salty
    aliases: [ocean]
  - night
`;

/** Somebody's own keywords, spelled as ours are. */
const FOREIGN = LIGHTROOM_SIDECAR.replace(
  '<rdf:li>Família</rdf:li>',
  '<rdf:li>Família</rdf:li>\n     <rdf:li>CK:sea</rdf:li>',
);

let folder: string;
const path = (name: string) => join(folder, 'photos', name);
const vocabulary = () => join(folder, 'config', 'ck_vocab.yaml');
const cli = (...args: string[]) => runHere([...args, '--data', 'data'], folder);
const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await cli(...args, '--json');
  const answer = JSON.parse(stdout || stderr) as Record<string, unknown>;
  return { ...answer, code } as Record<string, unknown> & { code: number | null };
};
const vocab = (...args: string[]) => json('vocab', ...args, '--apply');
const sidecars = (): Record<string, string> =>
  Object.fromEntries(
    filesBelow(join(folder, 'photos'))
      .filter((file) => file.endsWith('.xmp'))
      .map((file) => [relative(folder, file), readFileSync(file, 'utf8')]),
  );
const subjects = (name: string) => readSidecarKeywords(path(name)).subject;
const paths = (name: string) => readSidecarKeywords(path(name)).hierarchicalSubject;
async function inStore<Result>(work: (store: Store, sha1s: string[]) => Promise<Result>): Promise<Result> {
  const library = await openLibrary({ folder, dataFolder: 'data', roots: ['photos'] });
  try {
    return await work(library.store, await library.store.photos.page({ after: null, limit: 100 }));
  } finally {
    await library.close();
  }
}
const decide = (decision: Decision, which = 0) =>
  inStore((store, sha1s) => store.tags.putDecision(sha1s[which]!, decision));
const tagNames = () =>
  inStore(async (store) => (await store.tags.names()).map(({ layer, name }) => `${layer}:${name}`).sort());

beforeEach(async () => {
  folder = join(base, String(count++));
  mkdirSync(join(folder, 'config'), { recursive: true });
  writeFileSync(vocabulary(), VOCABULARY);
  await makeTaggedLibrary(folder, ['a.jpg', 'b.jpg'], { 'a.jpg.xmp': LIGHTROOM_SIDECAR });
});

describe('renaming a term', () => {
  it('takes vocabulary, proposals, decisions and sidecars along, and gives all of it back', async () => {
    const originals = ['a.jpg', 'b.jpg'].map(path);
    const before = fingerprints(originals);
    await decide({ layer: 'CK', name: 'sea', verdict: 'accepted' });
    await json('write', '--apply');
    const written = sidecars();

    const plan = await json('vocab', 'rename', 'sea', 'Meer');
    expect(plan).toMatchObject({ code: 0, dryRun: true, wouldChange: 2, problems: [] });
    expect(plan.moves).toMatchObject([{ proposed: 2, accepted: 1, rejected: 0, photos: 2, both: 0 }]);
    expect(sidecars()).toEqual(written);
    expect(readFileSync(vocabulary(), 'utf8')).toBe(VOCABULARY);

    expect(await vocab('rename', 'sea', 'Meer')).toMatchObject({
      code: 0,
      changed: 2,
      runId: 2,
      problems: [],
    });
    for (const [name, content] of Object.entries(written)) {
      expect(sidecars()[name]).toBe(content.replace('CK:sea', 'CK:Meer').replace('CK|sea', 'CK|Meer'));
    }
    expect(readFileSync(vocabulary(), 'utf8')).toContain('- name: Meer # salty\n    aliases: [ocean, sea]');
    expect(readFileSync(`${vocabulary()}.bak`, 'utf8')).toBe(VOCABULARY);
    expect(await tagNames()).toEqual(['AI:fog', 'CK:Meer', 'CK:night']);
    expect(
      await inStore(async (store, sha1s) => (await store.tags.decisionsOf(sha1s)).get(sha1s[0]!)),
    ).toEqual([{ layer: 'CK', name: 'Meer', verdict: 'accepted' }]);
    expect(await json('write')).toMatchObject({ wouldWrite: 0, findings: [] });

    expect(await json('undo', '--run', '2', '--apply')).toMatchObject({ code: 0, changed: 2, problems: [] });
    expect(sidecars()).toEqual(written);
    expect(readFileSync(vocabulary(), 'utf8')).toBe(VOCABULARY);
    expect(await tagNames()).toEqual(['AI:fog', 'CK:night', 'CK:sea']);
    expect(await json('write')).toMatchObject({ wouldWrite: 0, findings: [] });
    expect(fingerprints(originals)).toEqual(before);
  });

  it('leaves a keyword of somebody else that is spelled the same', async () => {
    writeFileSync(path('a.jpg.xmp'), FOREIGN);
    await json('write', '--apply');
    expect(subjects('a.jpg.xmp')).toEqual(['Família', 'CK:sea', '2014', 'CK:night', 'AI:fog']);
    expect(await vocab('rename', 'sea', 'Meer')).toMatchObject({ changed: 2 });
    expect(subjects('a.jpg.xmp')).toEqual(['Família', 'CK:sea', '2014', 'CK:night', 'AI:fog']);
    expect(paths('a.jpg.xmp')).toEqual(['Lugares|Rio', 'CK|night', 'CK|Meer', 'AI|fog']);
    // The photo has the tag, so the next write adds what is missing of it.
    await json('write', '--apply');
    expect(subjects('a.jpg.xmp')).toEqual(['Família', 'CK:sea', '2014', 'CK:night', 'AI:fog', 'CK:Meer']);
    await json('undo', '--since', '1d', '--apply');
    expect(readFileSync(path('a.jpg.xmp'), 'utf8')).toBe(FOREIGN);
  });

  it('can be followed by taking back the run that wrote the old name', async () => {
    await json('write', '--apply');
    await vocab('rename', 'sea', 'Meer');
    expect(await json('undo', '--run', '1', '--apply')).toMatchObject({ code: 0, changed: 2, whole: 1 });
    expect(sidecars()).toEqual({ 'photos/a.jpg.xmp': LIGHTROOM_SIDECAR });
    // Taken back is not wanted again, under its new name.
    expect(await json('write')).toMatchObject({ wouldWrite: 0, undone: 6 });
  });

  it('keeps what another program wrote in between, and so does taking it back', async () => {
    await json('write', '--apply');
    const before = readFileSync(path('a.jpg.xmp'), 'utf8');
    await vocab('rename', 'sea', 'Meer');
    const edit = (text: string) => text.replace('xmp:Rating="4"', 'xmp:Rating="5"');
    writeFileSync(path('a.jpg.xmp'), edit(readFileSync(path('a.jpg.xmp'), 'utf8')));
    expect(await vocab('undo')).toMatchObject({ code: 0, changed: 2, problems: [] });
    expect(readFileSync(path('a.jpg.xmp'), 'utf8')).toBe(edit(before));
  });

  it('counts what another program took out as rejected, by its new name', async () => {
    await json('write', '--apply');
    const taken = readFileSync(path('a.jpg.xmp'), 'utf8').replace(/\n\s*<rdf:li>CK[:|]sea<\/rdf:li>/g, '');
    writeFileSync(path('a.jpg.xmp'), taken);
    expect(await vocab('rename', 'sea', 'Meer')).toMatchObject({ changed: 1, problems: [] });
    expect(readFileSync(path('a.jpg.xmp'), 'utf8')).toBe(taken);
    await json('write', '--apply');
    expect(subjects('a.jpg.xmp')).not.toContain('CK:Meer');
    const said = await inStore(async (store, sha1s) =>
      [...(await store.tags.decisionsOf(sha1s)).values()].flat(),
    );
    expect(said).toMatchObject([{ layer: 'CK', name: 'Meer', verdict: 'rejected' }]);
  });

  it('says which sidecars are out of reach, and does them with the same command later', async () => {
    folder = join(base, String(count++));
    mkdirSync(join(folder, 'config'), { recursive: true });
    writeFileSync(vocabulary(), VOCABULARY);
    await makeTaggedLibrary(folder, ['a.jpg', 'away/b.jpg']);
    await json('write', '--apply');
    const written = sidecars();
    renameSync(path('away'), join(folder, 'unplugged'));
    const first = await vocab('rename', 'sea', 'Meer');
    expect(first).toMatchObject({ code: 4, changed: 1, problems: [{ sidecar: path('away/b.jpg.xmp') }] });
    expect((first.problems as { reason: string }[])[0]!.reason).toMatch(/not there. Is its drive connected/);
    renameSync(join(folder, 'unplugged'), path('away'));
    // Nothing is written beside the old spelling.
    expect(await json('write')).toMatchObject({ wouldWrite: 0, otherwise: 1, findings: [] });
    expect(await vocab('rename', 'sea', 'Meer')).toMatchObject({ code: 0, changed: 1, runId: first.runId });
    expect(subjects('away/b.jpg.xmp')).toEqual(['CK:night', 'CK:Meer', 'AI:fog']);
    expect(await vocab('undo')).toMatchObject({ code: 0, changed: 2 });
    expect(sidecars()).toEqual(written);
  });

  it('that was taken back while a drive was away comes back there too', async () => {
    await json('write', '--apply');
    const written = sidecars();
    await vocab('rename', 'sea', 'Meer');
    renameSync(path('b.jpg.xmp'), join(folder, 'kept.xmp'));
    renameSync(path('b.jpg'), join(folder, 'kept.jpg'));
    expect(await vocab('undo')).toMatchObject({ code: 4, changed: 1 });
    renameSync(join(folder, 'kept.xmp'), path('b.jpg.xmp'));
    renameSync(join(folder, 'kept.jpg'), path('b.jpg'));
    expect(await json('write')).toMatchObject({ wouldWrite: 0, otherwise: 1, findings: [] });
    expect(await vocab('undo', '1')).toMatchObject({ code: 0, changed: 1 });
    expect(sidecars()).toEqual(written);
  });

  it('is refused where somebody saves the file in the same moment, and nothing is changed', async () => {
    await json('write', '--apply');
    const written = sidecars();
    const library = await openLibrary({ folder, dataFolder: 'data', roots: ['photos'] });
    try {
      const { change } = await thinkRename(library, 'sea', 'Meer');
      const edit = (draft: VocabularyDraft) => {
        change.edit?.(draft);
        writeFileSync(vocabulary(), `${VOCABULARY}  - fog\n`);
      };
      const { signal } = new AbortController();
      await expect(makeChange(library, { ...change, edit }, { signal }, true)).rejects.toMatchObject({
        code: 'FILE_CHANGED',
      });
    } finally {
      await library.close();
    }
    expect(readFileSync(vocabulary(), 'utf8')).toBe(`${VOCABULARY}  - fog\n`);
    expect(sidecars()).toEqual(written);
    expect(await tagNames()).toEqual(['AI:fog', 'CK:night', 'CK:sea']);
    expect(await vocab('rename', 'sea', 'Meer')).toMatchObject({ code: 0, changed: 2 });
  });

  it.each([
    { args: ['rename', 'sae', 'Meer'], message: /sae is no term/, remedy: /Did you mean sea/ },
    {
      args: ['rename', 'sea', 'night'],
      message: /night is a term already/,
      remedy: /vocab merge sea --into night/,
    },
    { args: ['rename', 'sea', 'a|b'], message: /has a "\|"/, remedy: /space/ },
    { args: ['rename', 'sea', 'sea'], message: /its name already/, remedy: /Nothing/ },
    { args: ['merge', 'sea', '--into', 'ocean'], message: /with itself/, remedy: /two different/ },
    { args: ['split', 'sea', '--into', 'lake'], message: /which photos/, remedy: /--clusters/ },
    {
      args: ['split', 'sea', '--into', 'lake', '--where', 'moon: full'],
      message: /says nothing/,
      remedy: /camera/,
    },
    { args: ['undo', '9'], message: /no such change/, remedy: /history/ },
  ])('is refused with a remedy: $args', async ({ args, message, remedy }) => {
    const { code, error } = (await vocab(...args)) as { code: number; error: Record<string, string> };
    expect(code).toBe(2);
    expect(error.message).toMatch(message);
    expect(error.remedy).toMatch(remedy);
    expect(readFileSync(vocabulary(), 'utf8')).toBe(VOCABULARY);
  });
});

describe('merging, splitting, promoting', () => {
  it('makes two words one, where a photo has both too, and two again', async () => {
    await json('write', '--apply');
    const written = sidecars();
    expect(await vocab('merge', 'night', 'AI:fog', '--into', 'sea')).toMatchObject({ code: 0, changed: 2 });
    expect(subjects('a.jpg.xmp')).toEqual(['Família', '2014', 'CK:sea']);
    expect(paths('a.jpg.xmp')).toEqual(['Lugares|Rio', 'CK|sea']);
    expect(await tagNames()).toEqual(['CK:sea']);
    expect(await json('vocab', 'show', 'fog')).toMatchObject({
      entries: [{ name: 'sea', aliases: ['ocean', 'night', 'fog'] }],
    });
    expect(await json('write')).toMatchObject({ wouldWrite: 0, findings: [] });
    expect(await vocab('undo')).toMatchObject({ code: 0, changed: 2 });
    expect(sidecars()).toEqual(written);
    expect(readFileSync(vocabulary(), 'utf8')).toBe(VOCABULARY);
    expect(await tagNames()).toEqual(['AI:fog', 'CK:night', 'CK:sea']);
  });

  it('comes apart again where another program edited in between', async () => {
    await json('write', '--apply');
    await vocab('merge', 'night', '--into', 'sea');
    const edit = (text: string) => text.replace('xmp:Rating="4"', 'xmp:Rating="5"');
    writeFileSync(path('a.jpg.xmp'), edit(readFileSync(path('a.jpg.xmp'), 'utf8')));
    expect(await vocab('undo')).toMatchObject({ code: 0, changed: 2, problems: [] });
    expect(new Set(subjects('a.jpg.xmp'))).toEqual(
      new Set(['Família', '2014', 'CK:sea', 'AI:fog', 'CK:night']),
    );
    expect(readFileSync(path('a.jpg.xmp'), 'utf8')).toContain('xmp:Rating="5"');
    expect(await json('write')).toMatchObject({ wouldWrite: 0, findings: [] });
  });

  it('gives some photos another term, below the first, and back', async () => {
    await json('write', '--apply');
    const written = sidecars();
    await decide({ layer: 'AI', name: 'lake', verdict: 'added' });
    const where = ['--where', 'tag: ^AI:lake$'];
    expect(await vocab('split', 'sea', '--into', 'lake', ...where)).toMatchObject({ code: 0, changed: 1 });
    const changed = Object.entries(sidecars()).filter(([name, content]) => content !== written[name]);
    expect(changed).toHaveLength(1);
    const [[name]] = changed as [[string, string]];
    const keywords = readSidecarKeywords(join(folder, name));
    expect(keywords.subject).toContain('CK:lake');
    expect(keywords.subject).not.toContain('CK:sea');
    expect(keywords.hierarchicalSubject).toContain('CK|sea|lake');
    expect(await json('write')).toMatchObject({ findings: [], otherwise: 0 });
    expect(await vocab('undo')).toMatchObject({ code: 0, changed: 1 });
    expect(sidecars()).toEqual(written);
    expect(readFileSync(vocabulary(), 'utf8')).toBe(VOCABULARY);
  });

  it('makes a freeform word a term, and a term a freeform word', async () => {
    await json('write', '--apply');
    const written = sidecars();
    expect(await vocab('promote', 'fog', '--parent', 'water')).toMatchObject({ code: 0, changed: 2 });
    expect(subjects('b.jpg.xmp')).toEqual(['CK:night', 'CK:sea', 'CK:fog']);
    expect(paths('b.jpg.xmp')).toEqual(['CK|night', 'CK|sea', 'CK|water|fog']);
    expect(readFileSync(vocabulary(), 'utf8')).toContain('- name: fog\n    parent: water');
    expect(await vocab('demote', 'fog')).toMatchObject({ code: 0, changed: 2 });
    expect(sidecars()).toEqual(written);
    expect(readFileSync(vocabulary(), 'utf8')).not.toContain('fog');
    expect(await vocab('undo')).toMatchObject({ code: 0, changed: 2 });
    expect(await vocab('undo')).toMatchObject({ code: 0, changed: 2 });
    expect(sidecars()).toEqual(written);
    expect(await tagNames()).toEqual(['AI:fog', 'CK:night', 'CK:sea']);
  });

  it('takes changes back in turn, and says which stands in the way', async () => {
    await vocab('rename', 'sea', 'Meer');
    await vocab('rename', 'Meer', 'See');
    const refused = (await vocab('undo', '1')) as { error?: { message: string; remedy: string } };
    expect(refused.error).toMatchObject({
      message: expect.stringContaining('builds on change 1'),
      remedy: expect.stringContaining('vocab undo 2'),
    });
    await vocab('undo');
    await vocab('undo');
    expect(readFileSync(vocabulary(), 'utf8')).toBe(VOCABULARY);
  });

  it('takes a change back that was followed by another of other words, which stays', async () => {
    await vocab('rename', 'sea', 'Meer');
    await json('vocab', 'add', 'orchid', '--pt', 'orquídea');
    expect(await vocab('undo', '1')).toMatchObject({ code: 0 });
    const text = readFileSync(vocabulary(), 'utf8');
    expect(text).toContain('- name: sea');
    expect(text).toContain('orquídea');
    expect(text).not.toContain('Meer');
  });
});

describe('the hierarchy', () => {
  const DIGIKAM = 'xmp:\n  targets: [dc:subject, lr:hierarchicalSubject, digikam]\n';

  it('is written as whole paths, in digiKam’s list too, and follows when a parent changes', async () => {
    writeFileSync(join(folder, 'config', 'config.yaml'), `roots: [photos]\n${DIGIKAM}`);
    await json('write', '--apply');
    const written = sidecars();
    expect(await vocab('parent', 'sea', 'water')).toMatchObject({ code: 0, changed: 2 });
    expect(readSidecarKeywords(path('b.jpg.xmp'))).toEqual({
      subject: ['CK:night', 'CK:sea', 'AI:fog'],
      hierarchicalSubject: ['CK|night', 'CK|water|sea', 'AI|fog'],
      tagsList: ['CK/night', 'CK/water/sea', 'AI/fog'],
    });
    expect(await json('write')).toMatchObject({ wouldWrite: 0, otherwise: 0 });
    expect(await vocab('rename', 'water', 'Wasser')).toMatchObject({ changed: 2 });
    expect(paths('b.jpg.xmp')).toEqual(['CK|night', 'CK|Wasser|sea', 'AI|fog']);
    await vocab('undo');
    await vocab('undo');
    expect(sidecars()).toEqual(written);
  });

  it('that was edited in the file is followed when it is asked for, and until then nothing is doubled', async () => {
    await json('write', '--apply');
    const written = sidecars();
    writeFileSync(vocabulary(), VOCABULARY.replace('    aliases: [ocean]', '    parent: water'));
    expect(await json('write')).toMatchObject({ wouldWrite: 0, otherwise: 2 });
    expect(await json('vocab', 'check')).toMatchObject({ otherwise: 2 });
    expect(await vocab('follow')).toMatchObject({ code: 0, changed: 2 });
    expect(paths('b.jpg.xmp')).toEqual(['CK|night', 'CK|water|sea', 'AI|fog']);
    expect(await vocab('follow')).toMatchObject({ changed: 0 });
    expect(await json('undo', '--run', '2', '--apply')).toMatchObject({ changed: 2 });
    expect(sidecars()).toEqual(written);
  });
});

describe('editing', () => {
  it('makes the file from the seed where there is none, and says so', async () => {
    rmSync(vocabulary());
    const { stdout } = await cli('vocab', 'alias', 'sea', 'mar alto');
    expect(stdout).toContain(`made from the seed: ${vocabulary()}`);
    expect(readFileSync(vocabulary(), 'utf8')).toContain('aliases: [ocean, mar alto]');
    await vocab('undo');
    expect(existsSync(vocabulary())).toBe(false);
  });

  it('adds, names, excludes and removes with comments kept', async () => {
    for (const args of [
      ['add', 'orchid', '--parent', 'water', '--alias', 'orchids', '--pt', 'orquídea'],
      ['name', 'sea', '--pt', 'mar'],
      ['exclude', 'night', 'orchid'],
      ['alias', 'sea', 'ocean', '--remove'],
    ]) {
      expect(await json('vocab', ...args), args.join(' ')).toMatchObject({ code: 0 });
    }
    expect(readFileSync(vocabulary(), 'utf8')).toBe(`# my words
subjects:
  - water
  - name: sea # salty
    names: {pt: mar}
  - name: night
    excludes: [orchid]
  - name: orchid
    names: {pt: orquídea}
    aliases: [orchids]
    parent: water
`);
    expect(await json('vocab', 'show', 'orquidea')).toMatchObject({ entries: [{ name: 'orchid' }] });
    expect(await vocab('remove', 'orchid')).toMatchObject({ code: 0 });
    expect(readFileSync(vocabulary(), 'utf8')).not.toContain('orchid');
    for (let back = 0; back < 5; back++) expect(await vocab('undo')).toMatchObject({ code: 0 });
    expect(readFileSync(vocabulary(), 'utf8')).toBe(VOCABULARY);
  });

  it('takes keywords of Lightroom in, and gives them out again', async () => {
    const list = join(folder, 'keywords.txt');
    writeFileSync(list, 'Nature\n\tocean\n\tWald\n\t\t{floresta}\n\t\tEiche\n[private]\na|b\n');
    const { stderr } = await cli('vocab', 'import', list);
    expect(stderr).toMatch(/line 7: a\|b was left out.*"\|"/);
    expect(await vocab('import', list)).toMatchObject({ code: 0 });
    expect((await cli('vocab', 'export')).stdout).toBe(
      'water\nnight\nNature\n\tsea\n\t\t{ocean}\n\tWald\n\t\t{floresta}\n\t\tEiche\n[private]\n',
    );
    await vocab('undo');
    expect(readFileSync(vocabulary(), 'utf8')).toBe(VOCABULARY);
  });

  it('lists what could be tidied, with what speaks for it', async () => {
    await decide({ layer: 'AI', name: 'Seas', verdict: 'added' });
    const check = await json('vocab', 'check');
    expect(check).toMatchObject({
      unused: ['water'],
      candidates: [
        {
          ...{ one: { layer: 'CK', name: 'sea' }, other: { layer: 'AI', name: 'Seas' }, likeness: 'number' },
          ...{ photos: [2, 1], both: 1, command: 'photo-tag vocab merge AI:Seas --into sea' },
        },
      ],
    });
    expect(await vocab('merge', 'AI:Seas', '--into', 'sea')).toMatchObject({ code: 0 });
    expect(await json('vocab', 'check')).toMatchObject({ candidates: [] });
  });
});
