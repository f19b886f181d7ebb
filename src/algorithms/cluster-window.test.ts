import { describe, expect, it } from 'vitest';
import { hasShared } from '../../test/shared.ts';
import { adjustedRandIndex } from './adjusted-rand-index.ts';
import { type ClusterWindowOptions, clusterWindow, type WindowGroup } from './cluster-window.ts';
import { cosineDistances } from './cosine-distances.ts';
import { rowsOf, sceneMaker, unsplashVectors } from './scene-vectors.fixture.ts';

const DIMENSIONS = 128;
const DEFAULTS: ClusterWindowOptions = {
  method: 'hdbscan',
  minClusterSize: 6,
  minSamples: 2,
  cosineThreshold: 0.14,
};

const cluster = (
  vectors: Float32Array,
  options: Partial<ClusterWindowOptions> = {},
  dimensions = DIMENSIONS,
) => clusterWindow(vectors, dimensions, { ...DEFAULTS, ...options }).groups;

/** The group of each photo; every photo must be in exactly one. */
function groupOfEach(groups: readonly WindowGroup[], count: number): number[] {
  const groupOf = new Array<number>(count).fill(-1);
  groups.forEach((group, g) => {
    for (const member of group.members) {
      expect(groupOf[member]).toBe(-1);
      groupOf[member] = g;
    }
  });
  expect(groupOf).not.toContain(-1);
  return groupOf;
}

/** Adjusted Rand index against the scenes that the photos were made from. */
const agreement = (groups: readonly WindowGroup[], truth: readonly number[]): number =>
  adjustedRandIndex(groupOfEach(groups, truth.length), truth);

const methodsOf = (groups: readonly WindowGroup[]): string =>
  groups.map((group) => `${group.members.length} ${group.method}`).join(', ');

describe('A window of one coherent shoot', () => {
  for (const count of [1, 2, 4, 5, 6, 8, 12, 30, 60, 120]) {
    for (const { distance, directions } of [
      { distance: 0.02, directions: 0 },
      { distance: 0.09, directions: 0 },
      { distance: 0.06, directions: 3 },
      { distance: 0.08, directions: 20 },
    ]) {
      it(`of ${count} photos ${distance} apart, varied in ${directions || 'all'} ways, is one cluster`, () => {
        const maker = sceneMaker(DIMENSIONS, count);
        const { vectors } = rowsOf([maker.scene(maker.stranger(), count, distance, directions)]);
        expect(cluster(vectors)).toHaveLength(1);
      });
    }
  }

  for (const count of [8, 20, 120]) {
    it(`of ${count} photos 0.18 apart, over the threshold but evenly so, is one cluster`, () => {
      const maker = sceneMaker(DIMENSIONS, count);
      const { vectors } = rowsOf([maker.scene(maker.stranger(), count, 0.18)]);
      expect(methodsOf(cluster(vectors))).toBe(`${count} hdbscan`);
    });
  }

  it('stays one cluster with ten frames from a tripod in it', () => {
    const maker = sceneMaker(DIMENSIONS, 3);
    const shoot = maker.scene(maker.stranger(), 80, 0.07);
    const { vectors } = rowsOf([[...shoot, ...maker.scene(shoot[0]!, 10, 0.001)]]);
    expect(methodsOf(cluster(vectors))).toBe('90 hdbscan');
  });

  it('of equal pictures is one cluster', () => {
    const one = sceneMaker(DIMENSIONS, 4).stranger();
    for (const count of [2, 6, 50]) {
      expect(cluster(rowsOf([new Array(count).fill(one)]).vectors)).toHaveLength(1);
    }
  });
});

describe('A window of several scenes', () => {
  for (const sizes of [
    [4, 4],
    [8, 8],
    [60, 5],
    [100, 12],
    [30, 30],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 40],
  ]) {
    it(`of ${sizes.join(' + ')} photos is that many clusters`, () => {
      const maker = sceneMaker(DIMENSIONS, sizes.length + sizes[0]!);
      const scenes = sizes.map((size) => maker.scene(maker.stranger(), size, 0.05));
      const { vectors, truth } = rowsOf(scenes);
      expect(agreement(cluster(vectors), truth)).toBe(1);
    });
  }

  it('parts two poses that the threshold alone would join', () => {
    const maker = sceneMaker(DIMENSIONS, 8);
    const [first, second] = maker.scene(maker.stranger(), 2, 0.1);
    const { vectors, truth } = rowsOf([maker.scene(first!, 15, 0.02), maker.scene(second!, 15, 0.02)]);
    expect(agreement(cluster(vectors), truth)).toBe(1);
    expect(cluster(vectors, { method: 'threshold' })).toHaveLength(1);
  });

  it('leaves strangers alone, with two scenes or with one', () => {
    const maker = sceneMaker(DIMENSIONS, 9);
    const strangers = Array.from({ length: 10 }, () => [maker.stranger()]);
    const scenes = [30, 20].map((size) => maker.scene(maker.stranger(), size, 0.06));
    for (const count of [1, 2]) {
      const { vectors, truth } = rowsOf([...scenes.slice(0, count), ...strangers]);
      expect(agreement(cluster(vectors), truth)).toBe(1);
    }
  });

  it('of hundreds of strangers, each a little like somebody, is no large cluster', () => {
    const { stranger, scene } = sceneMaker(512, 5);
    const { vectors } = rowsOf([scene(stranger(), 300, 0.48, 16)]);
    const sizes = clusterWindow(vectors, 512, DEFAULTS).groups.map(({ members }) => members.length);
    expect(Math.max(...sizes)).toBeLessThan(30);
  });

  it('of strangers only is single photos', () => {
    const maker = sceneMaker(DIMENSIONS, 10);
    const { vectors } = rowsOf([Array.from({ length: 25 }, maker.stranger)]);
    expect(new Set(cluster(vectors).map((group) => group.method))).toEqual(new Set(['single-photo']));
  });
});

describe('Clusters of a window', () => {
  const maker = sceneMaker(DIMENSIONS, 20);
  const mixed = rowsOf([
    maker.scene(maker.stranger(), 20, 0.06),
    maker.scene(maker.stranger(), 3, 0.06),
    [maker.stranger()],
  ]);

  it('say how they were made', () => {
    const methods = cluster(mixed.vectors).map((group) => `${group.members.length} ${group.method}`);
    expect(methods.sort()).toEqual(['1 single-photo', '20 hdbscan', '3 single-linkage']);
  });

  it('come by lowest member, members ascending, with a value for each', () => {
    const groups = cluster(mixed.vectors);
    const lowest = groups.map((group) => group.members[0]!);
    expect(lowest).toEqual(lowest.toSorted((a, b) => a - b));
    for (const { members, membership, medoid, distanceToMedoid } of groups) {
      expect(members).toEqual(members.toSorted((a, b) => a - b));
      expect(membership).toHaveLength(members.length);
      expect(membership.every((strength) => strength >= 0 && strength <= 1)).toBe(true);
      expect(distanceToMedoid).toHaveLength(members.length);
      expect(distanceToMedoid[members.indexOf(medoid)]).toBe(0);
    }
  });

  it('have full membership where HDBSCAN had no say', () => {
    for (const group of cluster(mixed.vectors)) {
      if (group.method !== 'hdbscan') expect(new Set(group.membership)).toEqual(new Set([1]));
    }
  });

  it('take in a photo that HDBSCAN left and that is near one of theirs, with membership 0', () => {
    // The last is 29° from its nearest (0.125), and 39° from the next (0.223): in a sparse place.
    const degrees = [0, 2, 4, 6, 8, 10, 20, 49];
    const vectors = Float32Array.from(
      degrees.flatMap((d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)]),
    );
    const groups = cluster(vectors, {}, 2);
    expect(methodsOf(groups)).toBe('8 hdbscan');
    expect(groups[0]!.membership.indexOf(0)).toBe(7);
    expect(groups[0]!.membership.filter((strength) => strength === 0)).toHaveLength(1);
  });

  it('of method threshold are single linkage alone', () => {
    const methods = cluster(mixed.vectors, { method: 'threshold' }).map((group) => group.method);
    expect(methods.toSorted()).toEqual(['single-linkage', 'single-linkage', 'single-photo']);
  });

  it('are none without photos', () => {
    expect(cluster(new Float32Array(0))).toEqual([]);
  });
});

describe.skipIf(!hasShared)('On real CLIP vectors (needs ../shared/clip)', () => {
  const photo = (index: number) => unsplash.subarray(index * 512, (index + 1) * 512);
  const unsplash = hasShared ? unsplashVectors() : new Float32Array(0);

  for (const index of [3, 40, 77, 110]) {
    for (const count of [4, 15, 120]) {
      it(`a shoot of ${count} around photo ${index} is one cluster`, () => {
        const maker = sceneMaker(512, index);
        for (const distance of [0.03, 0.08]) {
          const { vectors } = rowsOf([maker.scene(photo(index), count, distance)]);
          expect(cluster(vectors, {}, 512)).toHaveLength(1);
        }
      });
    }
  }

  it('bursts of 1 to 12 around forty photos come out as they are', () => {
    const maker = sceneMaker(512, 5);
    const scenes = Array.from({ length: 40 }, (_, i) =>
      maker.scene(photo(i * 3), 1 + ((i * 7) % 12), 0.05, 20),
    );
    const { vectors, truth } = rowsOf(scenes);
    expect(agreement(cluster(vectors, {}, 512), truth)).toBeGreaterThan(0.97);
  });

  it('no single photo is within the threshold of another photo of its window', () => {
    const distances = cosineDistances(unsplash, 512);
    const all = Int32Array.from({ length: 125 }, (_, i) => i);
    const row = new Float64Array(125);
    for (const group of cluster(unsplash, {}, 512).filter(({ method }) => method === 'single-photo')) {
      const alone = group.members[0]!;
      distances.fill(alone, all, 125, row);
      expect(all.filter((other) => other !== alone && row[other]! <= 0.14)).toHaveLength(0);
    }
  });
});

describe('However a window is compared', () => {
  const windows = [3, 4, 5, 6].map((seed) => {
    const maker = sceneMaker(32, seed);
    const scenes = Array.from({ length: 45 }, (_, i) =>
      maker.scene(maker.stranger(), 1 + ((i * seed) % 23), 0.002 * (i % 60), i % 4),
    );
    const copies = maker.stranger();
    return rowsOf([...scenes, Array.from({ length: 20 }, maker.stranger), new Array(30).fill(copies)])
      .vectors;
  });
  for (const [k, vectors] of windows.entries()) {
    for (const [cosineThreshold, method] of [
      [0.14, 'hdbscan'],
      [0.02, 'hdbscan'],
      [0.4, 'hdbscan'],
      [0.14, 'threshold'],
      [0, 'threshold'],
    ] as const) {
      it(`clusters are the same, window ${k + 1}, ${method} ${cosineThreshold}`, () => {
        const options = { cosineThreshold, method };
        const inTiles = cluster(vectors, { ...options, completeUpTo: 0 }, 32);
        const oneByOne = cluster(vectors, { ...options, completeUpTo: 10_000 }, 32);
        expect(inTiles).toEqual(oneByOne);
      });
    }
  }

  it('photos in another order are in the same clusters, where no distances are equal', () => {
    const maker = sceneMaker(DIMENSIONS, 30);
    const scenes = Array.from({ length: 60 }, (_, i) => maker.scene(maker.stranger(), 1 + (i % 25), 0.06));
    const forwards = rowsOf(scenes);
    const backwards = rowsOf(scenes.toReversed());
    const sizes = (groups: readonly WindowGroup[], truth: readonly number[], scene: (s: number) => number) =>
      groups
        .map(({ members }) =>
          members
            .map((member) => scene(truth[member]!))
            .toSorted((a, b) => a - b)
            .join(),
        )
        .toSorted();
    expect(sizes(cluster(forwards.vectors), forwards.truth, (s) => s)).toEqual(
      sizes(cluster(backwards.vectors), backwards.truth, (s) => 59 - s),
    );
  });
});

describe('A window that is too large to be compared as a whole', () => {
  it('is divided into parts of like photos: scenes stay whole, every photo has a place', () => {
    const maker = sceneMaker(DIMENSIONS, 40);
    const scenes = Array.from({ length: 80 }, () => maker.scene(maker.stranger(), 12, 0.06));
    const { vectors, truth } = rowsOf(scenes);
    expect(agreement(cluster(vectors, { exactUpTo: 200 }), truth)).toBeGreaterThan(0.97);
  });

  it('of equal photos is divided all the same', () => {
    const one = sceneMaker(DIMENSIONS, 41).stranger();
    const groups = cluster(rowsOf([new Array(500).fill(one)]).vectors, { exactUpTo: 100 });
    expect(groups.map(({ members }) => members.length)).toEqual([100, 100, 100, 100, 100]);
  });
});
