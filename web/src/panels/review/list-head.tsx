import { DeedButton } from '../../deeds/deed-button.tsx';
import { countText } from '../../format/numbers.ts';
import frame from '../../look/frame.module.css';
import { FILTER, GRID } from '../../shell/icons.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import { conditionsOf, type Filter } from './filter.ts';
import classes from './review.module.css';
import { filter as filterDeed, showGrid } from './review-deeds.ts';
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
      <span className={classes.headDeeds}>
        <DeedButton
          deed={showGrid}
          context={context}
          icon={GRID}
          isPressed={context.view === 'grid'}
          hidesKey
        />
        <DeedButton
          deed={filterDeed}
          context={context}
          hidesKey
          icon={
            <span className={frame.counted} data-count={conditions > 0 ? conditions : undefined}>
              {FILTER}
            </span>
          }
        />
      </span>
    </div>
  );
}
