import { expect, it } from 'vitest';
import type { Page } from '../store/store.ts';
import { countSettled } from './count-settled.ts';

const rows = Array.from({ length: 12_000 }, (_, i) => ({
  item: String(i).padStart(6, '0'),
  fingerprint: i % 3 === 0 ? 'old' : `of group ${i % 2}`,
}));
const outcomes = {
  settled: async (_stage: string, { after, limit }: Page) =>
    rows.filter(({ item }) => after === null || item > after).slice(0, limit),
};
const groupOf = (sha1: string) => (sha1 === '000001' ? undefined : Number(sha1) % 2);

it('counts over many pages the photos of each group that have its fingerprint', async () => {
  const counted = await countSettled(outcomes, 'dates', groupOf, {
    groups: 3,
    fingerprints: ['of group 0', 'of group 1', 'of group 2'],
  });
  // Two thirds of 6,000 each; one photo is in no group, and one group has no photo.
  expect([...counted]).toEqual([4000, 3999, 0]);
});

it('counts all of each group where no fingerprint is asked for', async () => {
  expect([...(await countSettled(outcomes, 'dates', groupOf, { groups: 2 }))]).toEqual([6000, 5999]);
});
