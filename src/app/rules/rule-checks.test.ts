import { describe, expect, it } from 'vitest';
import type { RuleVerdicts, TagLayer } from '../../domain/tag.ts';
import type { TagStore } from '../../store/store.ts';
import { ruleChecks } from './rule-checks.ts';

const checksOf = (said: Partial<Record<TagLayer, readonly RuleVerdicts[]>>) =>
  ruleChecks({
    tags: { verdictsOn: async (layer: TagLayer) => [...(said[layer] ?? [])] } as unknown as TagStore,
  });
const macro = (kept: number, clusters: number): RuleVerdicts => ({
  source: 'measured',
  name: 'macro',
  kept,
  clusters,
});

describe('what doctor says of rules', () => {
  it.each<{ when: string; said: Parameters<typeof checksOf>[0]; finding: string | null }>([
    { when: 'nothing was decided', said: {}, finding: null },
    { when: 'too little was decided', said: { CK: [macro(0, 2)] }, finding: null },
    {
      when: 'all is kept',
      said: { CK: [macro(12, 12)] },
      finding: '1 learned from your decisions, none is stopped',
    },
    {
      when: 'one is rejected again and again',
      said: { CK: [macro(0.25, 5)], AI: [{ source: 'measured', name: 'panorama', kept: 9, clusters: 9 }] },
      finding:
        '2 learned from your decisions; no longer proposed: CK:macro (measured), kept in 0.3 of 5 clusters',
    },
  ])('$finding when $when', async ({ said, finding }) => {
    const [check] = await checksOf(said);
    expect(check?.finding ?? null).toBe(finding);
    expect(check === undefined || (check.remedy === '') === !check.finding.includes('no longer')).toBe(true);
  });
});
