import { describe, expect, it } from 'vitest';
import { type ClusterWindowOptions, clusterWindow } from '../algorithms/cluster-window.ts';
import { rowsOf, sceneMaker } from '../algorithms/scene-vectors.fixture.ts';
import { clusterThreads } from './cluster-threads.ts';

const OPTIONS: ClusterWindowOptions = {
  method: 'hdbscan',
  minClusterSize: 6,
  minSamples: 2,
  cosineThreshold: 0.14,
};

const windowOf = (count: number) => {
  const maker = sceneMaker(64, count);
  const scenes = Array.from({ length: Math.ceil(count / 12) }, () => maker.scene(maker.stranger(), 12, 0.06));
  return rowsOf(scenes).vectors.slice(0, count * 64);
};

describe('Clustering in worker threads', () => {
  it('gives for small and large windows what plain loops give', async () => {
    const clusterer = clusterThreads(2);
    try {
      const counts = [0, 1, 5, 60, 130, 700, 2100];
      const found = await Promise.all(
        counts.map((count) => clusterer.clusterWindow(windowOf(count), 64, OPTIONS)),
      );
      found.forEach((groups, k) => {
        expect(groups).toEqual(clusterWindow(windowOf(counts[k]!), 64, OPTIONS).groups);
      });
    } finally {
      await clusterer.close();
    }
  });

  it('takes an array over, and copies a part of one', async () => {
    const clusterer = clusterThreads(1);
    try {
      const whole = windowOf(60);
      const part = windowOf(60).subarray(0, 640);
      await clusterer.clusterWindow(part, 64, OPTIONS);
      await clusterer.clusterWindow(whole, 64, OPTIONS);
      expect([whole.length, part.length]).toEqual([0, 640]);
    } finally {
      await clusterer.close();
    }
  });

  it('fails with a reason for vectors that are none, and goes on', async () => {
    const clusterer = clusterThreads(1);
    try {
      await expect(clusterer.clusterWindow(Float32Array.of(Number.NaN, 1), 1, OPTIONS)).rejects.toMatchObject(
        { code: 'TOOL_FAILED' },
      );
      expect(await clusterer.clusterWindow(windowOf(6), 64, OPTIONS)).toHaveLength(1);
    } finally {
      await clusterer.close();
    }
  });
});
