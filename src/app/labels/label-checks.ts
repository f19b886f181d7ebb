import type { Check } from '../doctor.ts';
import type { LabelList, LabelRow } from './list-labels.ts';

/** Words that are named one by one; of more the first are. */
const NAMED = 8;

/** How many words are scored by what, which of them cannot be, and what would help. */
export function labelChecks({ space, labels: all }: LabelList): Check[] {
  const labels = all.filter((label) => label.layer === 'CK');
  const count = (basis: LabelRow['basis']) => labels.filter((label) => label.basis === basis).length;
  const byText = count('text') + count('text and taught');
  const parts = [
    [count('text'), 'scored by text'],
    [count('text and taught'), 'by text and your decisions'],
    [count('taught'), 'by your decisions'],
    [count('rules'), 'by rules alone'],
  ] as const;
  const finding = parts
    .filter(([number]) => number > 0)
    .map(([number, words]) => `${number} ${words}`)
    .join(', ');
  const words: Check = {
    what: 'words of the vocabulary',
    state: space !== null && byText > 0 ? 'ok' : 'optional',
    finding: `${labels.length}: ${finding || 'none'}`,
    remedy: space !== null && byText > 0 ? '' : WITHOUT_TEXT,
  };
  const withheld = labels.filter((label) => label.withheld !== null);
  return withheld.length === 0 ? [words] : [words, withheldCheck(withheld)];
}

const WITHOUT_TEXT =
  'A model that takes words scores all of them before the first click: photo-tag models pull ViT-B-32, set embeddings.model to it, photo-tag run. Without it, ten to twenty answers teach a word: photo-tag teach WORD.';

function withheldCheck(labels: readonly LabelRow[]): Check {
  const named = labels.slice(0, NAMED).map(({ name, withheld }) => `${name} (${withheld})`);
  const rest = labels.length - named.length;
  return {
    what: 'words that are not proposed by looks',
    state: 'warning',
    finding: [...named, ...(rest > 0 ? [`and ${rest} more: photo-tag labels`] : [])].join(', '),
    remedy: 'Answers tell them apart: photo-tag teach WORD. Or give them prompts in the vocabulary.',
  };
}
