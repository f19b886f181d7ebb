import type { CSSProperties, MouseEvent } from 'react';
import { CHECK, PERSON } from '../../../shell/icons.tsx';
import { useWords } from '../../../words/index.ts';
import classes from './grid.module.css';

interface Props {
  readonly id: string;
  /** From 0. */
  readonly place: number;
  readonly setSize: number;
  readonly style?: CSSProperties;
  readonly tilePx: number;
  /** Null where there is none. */
  readonly picture: string | null;
  readonly onPictureError: () => void;
  readonly isSelected: boolean;
  readonly isCurrent: boolean;
  readonly isDecided?: boolean;
  readonly isPeople: boolean;
  /** Photos. */
  readonly count: number;
  readonly badge: string | null;
  readonly title: string;
  readonly text: string;
  /** What is not to be read on it, for those who do not see the picture. */
  readonly more: string;
  readonly onClick: (event: MouseEvent) => void;
  readonly onDoubleClick?: () => void;
  /** The mark in the corner was pressed. */
  readonly onToggle: (event: MouseEvent) => void;
}

/** A cluster as an option of a list box: its medoid, how many photos, and what is known of it. */
export function Tile(props: Props) {
  const words = useWords().review;
  const { id, place, tilePx, picture, isSelected, isCurrent, isDecided, isPeople, count, badge } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box has the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-setsize={props.setSize}
      aria-posinset={place + 1}
      className={classes.tile}
      style={props.style}
      data-current={isCurrent || undefined}
      data-selected={isSelected || undefined}
      data-decided={isDecided || undefined}
      title={[props.title, props.text, props.more].filter(Boolean).join(', ')}
      // The focus stays with the list box.
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onClick}
      onDoubleClick={props.onDoubleClick}
    >
      <span className={classes.picture} style={{ height: tilePx }}>
        {picture === null ? (
          <span className={classes.noPicture}>{words.noPicture}</span>
        ) : (
          <img src={picture} alt="" draggable={false} onError={props.onPictureError} />
        )}
        <span
          className={classes.mark}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            props.onToggle(event);
          }}
        >
          {CHECK}
        </span>
        <span className={classes.marks}>
          {isPeople && (
            <span className={classes.people}>
              {PERSON}
              <span className="hidden">{words.peopleSet}</span>
            </span>
          )}
          {count > 1 && (
            <span className={classes.count} aria-hidden="true">
              {count}
            </span>
          )}
        </span>
        {badge !== null && <span className={classes.badge}>{badge}</span>}
      </span>
      <span className={classes.title}>
        {isDecided && <span className={classes.done}>{CHECK}</span>}
        {props.title}
      </span>
      <span className={classes.text}>{props.text}</span>
      <span className="hidden">{props.more}</span>
    </div>
  );
}
