import { type LearnedRule, learnRules } from '../../algorithms/rule-learning/learn-rules.ts';
import { priorOf, RULE_SOURCES } from '../../algorithms/rule-learning/rule-priors.ts';
import type { TagLayer } from '../../domain/tag.ts';
import type { Store } from '../../store/store.ts';
import type { Check } from '../doctor.ts';

const LAYERS: readonly TagLayer[] = ['CK', 'AI'];

/** What rules learned from decisions, and which of them your rejections stopped; nothing before they learned anything. */
export async function ruleChecks({ tags }: Pick<Store, 'tags'>): Promise<Check[]> {
  const learned: { layer: TagLayer; rule: LearnedRule }[] = [];
  for (const layer of LAYERS) {
    const rules = learnRules(await tags.verdictsOn(layer, RULE_SOURCES), priorOf);
    learned.push(...rules.filter(({ weight }) => weight !== 0).map((rule) => ({ layer, rule })));
  }
  if (learned.length === 0) return [];
  const stopped = learned.filter(({ rule }) => rule.isStopped);
  const inWords = stopped.map(
    ({ layer, rule }) =>
      `${layer}:${rule.name} (${rule.source}), kept in ${share(rule.kept)} of ${rule.clusters} clusters`,
  );
  return [
    {
      what: 'rules',
      state: 'ok',
      finding: `${learned.length} learned from your decisions${
        stopped.length === 0 ? ', none is stopped' : `; no longer proposed: ${inWords.join('; ')}`
      }`,
      remedy:
        stopped.length === 0
          ? ''
          : 'To have one back, accept it in clusters where it was right: photo-tag accept TAG TARGET…',
    },
  ];
}

/** Clusters that were decided both ways count by their share. */
const share = (clusters: number): string => String(Number(clusters.toFixed(1)));
