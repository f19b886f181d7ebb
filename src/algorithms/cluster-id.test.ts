import { describe, expect, it } from 'vitest';
import { clusterId } from './cluster-id.ts';

const a = 'aa'.repeat(20);
const b = 'bb'.repeat(20);

describe('A cluster id', () => {
  it('is c and 12 hex digits', () => {
    expect(clusterId([a, b])).toMatch(/^c[0-9a-f]{12}$/);
  });

  it('never changes for the same members: it is stored', () => {
    expect(clusterId([a, b])).toBe('c31a9f1950d5d');
  });

  it('does not depend on the order of the members', () => {
    expect(clusterId([b, a])).toBe(clusterId([a, b]));
  });

  it('differs for other members', () => {
    expect(new Set([clusterId([]), clusterId([a]), clusterId([b]), clusterId([a, b])]).size).toBe(4);
  });

  it('leaves the given list as it was', () => {
    const members = [b, a];
    clusterId(members);
    expect(members).toEqual([b, a]);
  });
});
