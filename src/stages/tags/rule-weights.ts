import { learnRules } from '../../algorithms/rule-learning/learn-rules.ts';
import { priorOf, RULE_SOURCES } from '../../algorithms/rule-learning/rule-priors.ts';
import type { TagLayer } from '../../domain/tag.ts';
import type { Store } from '../../store/store.ts';
import { weightKey } from './settle-proposals.ts';

/** What decisions are worth for the rules of a layer; rules that learned nothing are left out. */
export async function ruleWeights(store: Store, layer: TagLayer): Promise<Map<string, number>> {
  const learned = learnRules(await store.tags.verdictsOn(layer, RULE_SOURCES), priorOf);
  return new Map(learned.filter(({ weight }) => weight !== 0).map((rule) => [weightKey(rule), rule.weight]));
}
