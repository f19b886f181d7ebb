import { useId } from 'react';
import type { Cluster, ClusterTag } from '../../api/wire.ts';
import { CHECK, CROSS } from '../../shell/icons.tsx';
import { useWords } from '../../words/index.ts';
import classes from './review.module.css';
import type { ReviewContext } from './review-context.ts';
import { DIGITS, rejectTag, toggleTag } from './review-deeds.ts';
import { keyOf, stateOf } from './tag-state.ts';

interface Props {
  readonly cluster: Cluster;
  readonly context: ReviewContext;
  /** The tag that is pointed at; null when none is any more. */
  readonly onPoint: (place: number | null) => void;
}

/** The tags by layer. A press accepts or opens again, the cross rejects; the first ten have a digit. */
export function Chips({ cluster, context, onPoint }: Props) {
  const words = useWords().review;
  const { tags } = context;
  return (
    <>
      {(['CK', 'AI'] as const).map((layer) => (
        <section key={layer} className={classes.layer}>
          <h2>
            {layer} <span>{words.layers[layer]}</span>
          </h2>
          {tags.some((tag) => tag.layer === layer) ? (
            <ul className={classes.chips} data-layer={layer}>
              {tags.map((tag, place) =>
                tag.layer === layer ? (
                  <Chip
                    key={keyOf(tag)}
                    tag={tag}
                    place={place}
                    cluster={cluster}
                    context={context}
                    onPoint={onPoint}
                  />
                ) : null,
              )}
            </ul>
          ) : (
            <p className={classes.dim}>{words.noTags}</p>
          )}
        </section>
      ))}
    </>
  );
}

function Chip(props: Props & { readonly tag: ClusterTag; readonly place: number }) {
  const { tag, place, cluster, context, onPoint } = props;
  const words = useWords().review;
  const reasonId = useId();
  const state = stateOf(tag, cluster);
  const stateText =
    state === 'mixed' ? words.tagState.mixed(tag.accepted, cluster.members) : words.tagState[state];
  const [toggle, reject] = [toggleTag(place), rejectTag(place)];
  return (
    <li
      className={classes.chip}
      data-state={state}
      data-marked={context.cursor === place || undefined}
      onMouseEnter={() => onPoint(place)}
      onMouseLeave={() => onPoint(null)}
      onFocus={() => onPoint(place)}
      onBlur={() => onPoint(null)}
    >
      <button
        type="button"
        className={classes.chipMain}
        aria-pressed={state === 'accepted' ? true : state === 'mixed' ? 'mixed' : false}
        aria-describedby={reasonId}
        aria-keyshortcuts={toggle.keys.join(' ') || undefined}
        disabled={!toggle.isAllowed(context)}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => toggle.run(context)}
      >
        <span className={classes.digit} aria-hidden="true">
          {DIGITS[place] ?? ''}
        </span>
        <span className={classes.tagName}>{tag.name}</span>
        <span className="hidden">, {stateText}</span>
        {state === 'accepted' && CHECK}
        {state === 'mixed' && (
          <small aria-hidden="true">
            {tag.accepted}/{cluster.members}
          </small>
        )}
        {state === 'open' && tag.proposed < cluster.members && (
          <small aria-hidden="true">{tag.proposed}</small>
        )}
      </button>
      <button
        type="button"
        className={classes.chipReject}
        aria-pressed={state === 'rejected'}
        aria-label={words.rejectTag(tag.name)}
        title={words.rejectTag(tag.name)}
        aria-keyshortcuts={reject.keys.join(' ') || undefined}
        disabled={!reject.isAllowed(context)}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => reject.run(context)}
      >
        {CROSS}
      </button>
      <span id={reasonId} className="hidden" lang="en">
        {tag.reason}
      </span>
    </li>
  );
}
