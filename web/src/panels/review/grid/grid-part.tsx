import { countText } from '../../../format/numbers.ts';
import { useKept } from '../../../state/kept.ts';
import { useLanguage, useWords } from '../../../words/index.ts';
import type { Review } from '../use-review.ts';
import { ClusterGrid } from './cluster-grid.tsx';
import classes from './grid.module.css';
import { TILE_SIZES_PX, tileSize } from './tile-size.ts';

interface Props {
  readonly review: Review;
  readonly onVisible: (from: number, to: number) => void;
  readonly onColumns: (columns: number) => void;
}

/** Where the large picture is otherwise: the grid, and how large its tiles are. */
export function GridPart({ review, onVisible, onColumns }: Props) {
  const words = useWords().review;
  const language = useLanguage();
  const size = useKept(tileSize);
  const { total, selection } = review.context;
  return (
    <section className={classes.part} aria-label={words.grid.name}>
      <div className={classes.head}>
        <span className={classes.hint}>
          {selection.size > 0
            ? words.grid.selected(countText(selection.size, language))
            : words.grid.hint(countText(total, language))}
        </span>
        <label className={classes.size}>
          <span>{words.grid.size}</span>
          <input
            type="range"
            min={0}
            max={TILE_SIZES_PX.length - 1}
            value={size}
            onChange={(event) => tileSize.set(event.currentTarget.value as typeof size)}
          />
        </label>
      </div>
      <ClusterGrid review={review} onVisible={onVisible} onColumns={onColumns} />
    </section>
  );
}
