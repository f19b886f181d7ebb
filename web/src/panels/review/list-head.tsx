import { DeedButton } from '../../deeds/deed-button.tsx';
import { countText } from '../../format/numbers.ts';
import { FILTER } from '../../shell/icons.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import { conditionsOf, type Filter } from './filter.ts';
import classes from './review.module.css';
import { filter as filterDeed } from './review-deeds.ts';
import type { Review } from './use-review.ts';

/** What is in the list, and the way to choose other clusters. */
export function ListHead({ review, filter }: { readonly review: Review; readonly filter: Filter }) {
  const words = useWords().review;
  const language = useLanguage();
  const { context } = review;
  const conditions = conditionsOf(filter);
  return (
    <div className={classes.listHead}>
      <div>
        <b>
          {words.filter.states[filter.state]} · {countText(context.total, language)}
        </b>
        <span className={classes.dim}>{words.filter.orders[filter.order]}</span>
      </div>
      <DeedButton
        deed={filterDeed}
        context={context}
        hidesKey
        icon={
          <span className={classes.counted} data-count={conditions > 0 ? conditions : undefined}>
            {FILTER}
          </span>
        }
      />
    </div>
  );
}
