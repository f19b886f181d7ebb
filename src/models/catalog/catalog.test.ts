import { describe, expect, it } from 'vitest';
import { PhotoTagError } from '../../domain/errors.ts';
import { modelLabel } from '../../domain/model.ts';
import { defaultPrecision, filesOf, precisionsOf } from './default-precision.ts';
import { CATALOG, findModel, modelNamed } from './index.ts';

const byLabel = CATALOG.map((entry) => ({ label: modelLabel(entry), entry }));

describe('the catalogue', () => {
  it('has every name once, whatever the case', () => {
    const labels = CATALOG.map((entry) => modelLabel(entry).toLowerCase());
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('has the default of the spec', () => {
    expect(findModel('ViT-L-14', 'openai')?.embedder).toMatchObject({ dimensions: 768, contextLength: 77 });
  });

  it('recommends one embedder, one detector of objects, one of faces and one captioner', () => {
    const kinds = CATALOG.filter((entry) => entry.recommended).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['captioner', 'embedder', 'face-detector', 'object-detector']);
  });

  it('recommends nothing that is for research alone', () => {
    expect(CATALOG.filter(({ recommended, licence }) => recommended && licence.use !== 'any')).toEqual([]);
  });

  describe.each(byLabel)('$label', ({ entry }) => {
    it('has a name that can be a folder and a word on a command line', () => {
      for (const word of [entry.name, entry.pretrained]) expect(word).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
      expect(entry.repository).toMatch(/^[\w.-]+\/[\w.-]+$/);
      expect(entry.revision).toMatch(/^(main|[0-9a-f]{40})$/);
    });

    it('has a licence with its source, and a source for every figure', () => {
      expect(entry.licence.name).not.toBe('');
      for (const source of [entry.licence.source, ...entry.accuracy.map((one) => one.source)]) {
        expect(source).toMatch(/^https:\/\/\S+$/);
      }
      expect(entry.accuracy.length).toBeGreaterThan(0);
      // Percent, not shares; CIDEr alone goes beyond 100.
      for (const { value } of entry.accuracy) expect(value > 1 && value < 200).toBe(true);
    });

    it('has files whose paths stay below its folder, each once', () => {
      const paths = entry.files.map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      // Flat copies are found by their last part.
      expect(new Set(paths.map((path) => path.split('/').at(-1))).size).toBe(paths.length);
      for (const path of paths) expect(path).toMatch(/^([A-Za-z0-9_-][\w.-]*\/)*[A-Za-z0-9_-][\w.-]*$/);
    });

    it('has sizes and checksums that can be ones', () => {
      for (const { bytes, roughBytes, sha256 } of entry.files) {
        if (bytes !== null) expect(Number.isSafeInteger(bytes) && bytes > 0).toBe(true);
        if (roughBytes !== undefined) expect([bytes, roughBytes > 1e5]).toEqual([null, true]);
        if (sha256 !== null) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      }
      const known = entry.files.flatMap(({ sha256 }) => sha256 ?? []);
      expect(new Set(known).size).toBe(known.length);
    });

    it('is complete in every precision', () => {
      expect(precisionsOf(entry).length).toBeGreaterThan(0);
      for (const precision of precisionsOf(entry)) {
        const roles = filesOf(entry, precision).map(({ role }) => role);
        const wanted = {
          embedder: ['image', 'text', 'tokenizer'],
          captioner: ['part', 'tokenizer'],
        } as const;
        const needed =
          entry.kind === 'embedder' || entry.kind === 'captioner' ? wanted[entry.kind] : ['network'];
        for (const role of needed) expect(roles, precision).toContain(role);
        for (const once of ['image', 'text', 'tokenizer', 'network'] as const) {
          expect(roles.filter((role) => role === once).length, `${once}, ${precision}`).toBeLessThan(2);
        }
      }
      const counts = precisionsOf(entry).map(
        (precision) =>
          entry.files.filter((file) => file.precision === precision && file.role === 'part').length,
      );
      expect(new Set(counts).size).toBe(1);
    });

    it('has a default precision on a CPU and on a GPU that it is published in', () => {
      for (const device of ['cpu', 'cuda'] as const) {
        expect(precisionsOf(entry)).toContain(defaultPrecision(entry, device));
        const own = entry.precisionOn?.[device];
        if (own !== undefined) expect(precisionsOf(entry)).toContain(own);
      }
    });

    it('says how it is fed', () => {
      expect(entry.embedder !== undefined).toBe(entry.kind === 'embedder');
      expect(entry.detector !== undefined).toBe(entry.kind.endsWith('-detector'));
      if (entry.embedder !== undefined) {
        const { dimensions, preprocessing, contextLength, promptTemplate } = entry.embedder;
        expect(dimensions % 64).toBe(0);
        expect(contextLength).toBeGreaterThan(15);
        expect(promptTemplate).toContain('{label}');
        expect(preprocessing.sizePx).toBeGreaterThan(100);
        for (const one of preprocessing.deviation) expect(one).toBeGreaterThan(0);
      }
      if (entry.detector !== undefined) expect(entry.detector.inputPx % 32).toBe(0);
    });
  });
});

describe('a name on the command line', () => {
  it.each([
    { typed: 'ViT-L-14/openai', found: 'ViT-L-14/openai' },
    { typed: 'vit-l-14', found: 'ViT-L-14/openai' },
    { typed: 'yunet', found: 'YuNet/2023mar' },
  ])('$typed is $found', ({ typed, found }) => {
    expect(modelLabel(modelNamed(typed))).toBe(found);
  });

  it.each([
    { typed: 'ViT-L14', says: 'Did you mean ViT-L-14/openai?' },
    { typed: 'ViT-L-14/laion2b', says: 'There is ViT-L-14/openai.' },
    { typed: 'frobnicate', says: '`photo-tag models list` shows all.' },
  ])('$typed is refused: $says', ({ typed, says }) => {
    let thrown: unknown;
    try {
      modelNamed(typed);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(PhotoTagError);
    expect((thrown as PhotoTagError).code).toBe('USAGE');
    expect((thrown as PhotoTagError).remedy).toContain(says);
  });
});
