import type { ClusterTag } from '../../api/wire.ts';
import { rateText, shareText } from '../../format/numbers.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import classes from './review.module.css';

/** Why a tag is proposed and how sure that is. It has a place of its own: nothing jumps or covers the picture. */
export function Reason({ tag, members }: { readonly tag: ClusterTag | null; readonly members: number }) {
  const words = useWords().review;
  const language = useLanguage();
  if (tag === null) return <p className={classes.reason}>{words.reasonHint}</p>;
  const { name, layer, probability, threshold, score, source, model, reason, proposed } = tag;
  const facts = [
    probability !== null && words.probability(shareText(probability, language)),
    threshold !== null && words.threshold(shareText(threshold, language)),
    probability === null && score !== null && words.score(rateText(score, language)),
    proposed > 0 && words.proposedFor(proposed, members),
    proposed === 0 && words.byHand,
    proposed > 0 && [source, model].filter((text) => text !== '').join(', '),
  ].filter((fact) => typeof fact === 'string' && fact !== '');
  return (
    <div className={classes.reason} title={reason}>
      <p>
        <b>
          {layer}:{name}
        </b>{' '}
        <span lang="en">{reason}</span>
      </p>
      <p className={classes.dim}>{facts.join(' · ')}</p>
    </div>
  );
}
