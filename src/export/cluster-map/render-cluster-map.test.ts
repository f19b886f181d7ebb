import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ClusterMap, MapPoint } from './cluster-map.ts';
import { renderClusterMap } from './render-cluster-map.ts';

const EVIL = `"><img src=x onerror=alert(1)> 'a' & b\n</script><script>alert(2)</script><!--`;

const point = (changes: Partial<MapPoint> = {}): MapPoint => ({
  x: 0.123456789,
  y: -0.5,
  window: 0,
  photos: 6,
  bursts: 1,
  when: '3 May 2014, 05:58 – 06:02',
  tags: ['CK:sea', 'AI:overcast'],
  fileName: 'IMG_2201.JPG',
  thumb: 'data:image/jpeg;base64,AAAA',
  aspect: 1.5,
  ...changes,
});

const map = (changes: Partial<ClusterMap> = {}): ClusterMap => ({
  title: 'Map of clusters',
  generatedAt: '1 June 2026 at 12:00',
  libraryFolders: ['/photos'],
  totalClusters: 1,
  windows: [{ name: '3 May 2014', isDated: true }],
  points: [point()],
  ...changes,
});

const dataOf = (page: string) => JSON.parse(page.match(/id="data">(.*?)<\/script>/s)![1]!);
const scriptsOf = (page: string) =>
  [...page.matchAll(/<script type="module">(.*?)<\/script>/gs)].map((match) => match[1]!);

describe('the map', () => {
  it('holds its data, in words', () => {
    const page = renderClusterMap(map());
    expect(dataOf(page)).toEqual({ windows: map().windows, points: [point({ x: 0.12346 })] });
    expect(page).toContain('1 cluster, 6 photos, 1 window<');
  });

  it('lets no text out of its place, wherever it comes from', () => {
    const evil = map({
      title: EVIL,
      libraryFolders: [EVIL],
      windows: [{ name: EVIL, isDated: true }],
      points: [point({ fileName: EVIL, tags: [EVIL], when: EVIL })],
    });
    const page = renderClusterMap(evil);
    expect(dataOf(page).points[0].fileName).toBe(EVIL);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toMatch(/<img|<!--/);
  });

  it('runs one script, which the policy names by its hash, and loads nothing', () => {
    const page = renderClusterMap(map());
    const [script, ...others] = scriptsOf(page);
    expect(others).toEqual([]);
    const hash = createHash('sha256').update(script!).digest('base64');
    expect(page).toContain(`script-src &#39;sha256-${hash}&#39;`);
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).not.toMatch(/(?:src|href)="(?!data:)|\son[a-z]+=|https?:\/\//);
  });

  it('needs no import in its script, and is JavaScript by then', () => {
    const [script] = scriptsOf(renderClusterMap(map()));
    expect(script).not.toMatch(/^\s*(import|export)\b/m);
    // A module's body: strict, and await allowed.
    expect(() => new Function(`'use strict'; async () => {${script}}`)).not.toThrow();
  });

  it.each([
    { totalClusters: 0, says: 'No clusters yet' },
    { totalClusters: 4, says: 'None of the 4 clusters has a vector' },
  ])('says why it is empty with $totalClusters clusters', ({ totalClusters, says }) => {
    const page = renderClusterMap(map({ totalClusters, windows: [], points: [] }));
    expect(page).toContain(says);
    expect(page).not.toContain('<canvas');
  });

  it('says how many clusters are not shown', () => {
    expect(renderClusterMap(map({ totalClusters: 3 }))).toContain('; 2 clusters not shown');
  });
});
