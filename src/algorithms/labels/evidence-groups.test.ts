import { describe, expect, it } from 'vitest';
import { evidenceGroups } from './evidence-groups.ts';
import { librarySpace } from './library-space.ts';
import { madeLibrary } from './made-library.fixture.ts';

describe('decisions as answers', () => {
  const { photos } = madeLibrary({ seed: 4, photos: 300, share: 0.1 });
  const library = librarySpace({ sample: photos, distractors: [] }, []);
  const cosine = (one: Float64Array, other: Float64Array) =>
    one.reduce((sum, value, k) => sum + value * other[k]!, 0);
  const centred = photos.map((photo) => library.centred(photo));
  const unlike = photos
    .filter((_, i) => centred.slice(0, i).every((other) => cosine(centred[i]!, other) < 0.5))
    .slice(0, 5);

  it('photos of one scene are one answer, worth a little more than one', () => {
    const groups = evidenceGroups(Array(200).fill(photos[0]), library);
    expect(groups).toHaveLength(1);
    expect(groups[0]!.weight).toBeCloseTo(1 + Math.log(200));
  });

  it('photos that are unlike are an answer each', () => {
    expect(unlike.length).toBeGreaterThan(1);
    const groups = evidenceGroups(unlike, library);
    expect(groups.map(({ weight }) => weight)).toEqual(unlike.map(() => 1));
  });

  it('are none without decisions', () => {
    expect(evidenceGroups([], library)).toEqual([]);
  });
});
