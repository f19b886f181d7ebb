import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Cluster } from '../../api/wire.ts';
import { useWords } from '../../words/index.ts';
import { thumbnailUrl } from './pictures.ts';
import classes from './review.module.css';
import type { ReviewContext } from './review-context.ts';

const THUMB_PX = 64;
const GAP_PX = 6;

/** The members, those held back marked. Only those on the screen are there: a cluster may have thousands. */
export function Strip({ cluster, context }: { readonly cluster: Cluster; readonly context: ReviewContext }) {
  const words = useWords().review;
  const scroller = useRef<HTMLElement>(null);
  const { photos } = cluster;
  const at = photos.findIndex(({ sha1 }) => sha1 === context.photo);
  const virtual = useVirtualizer({
    horizontal: true,
    count: photos.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => THUMB_PX,
    gap: GAP_PX,
    overscan: 6,
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  return (
    <section ref={scroller} className={classes.strip} aria-label={words.strip}>
      <div className={classes.stripInner} style={{ width: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const { sha1, fileName } = photos[index]!;
          const isHeld = context.wholeCluster && context.isHeld(sha1);
          const marks = [sha1 === cluster.medoid ? words.medoid : null, isHeld ? words.held : null].filter(
            (mark) => mark !== null,
          );
          return (
            <button
              key={sha1}
              type="button"
              className={classes.thumb}
              style={{ transform: `translateX(${start}px)` }}
              title={[fileName, ...marks].join(', ')}
              aria-label={[words.picture(fileName), ...marks].join(', ')}
              aria-current={index === at}
              data-held={isHeld || undefined}
              data-medoid={sha1 === cluster.medoid || undefined}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => context.show(sha1)}
            >
              <img src={thumbnailUrl(sha1)} alt="" loading="lazy" width={THUMB_PX} height={THUMB_PX} />
            </button>
          );
        })}
      </div>
    </section>
  );
}
