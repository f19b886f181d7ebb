import { type PointerEvent, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { Member } from '../../api/wire.ts';
import { useWords } from '../../words/index.ts';
import { proxyUrl, thumbnailUrl } from './pictures.ts';
import classes from './review.module.css';
import { FIT, moved, panned, type View, zoomedAt } from './zoom.ts';

export interface StageHandle {
  toggleZoom(): void;
}

/** How near a press comes. */
const CLOSE = 2.5;
/** A press that moves less is no drag. */
const DRAG_PX = 4;

/** The picture, as large as there is room. A press, the wheel or `z` brings it nearer, dragging moves it. */
export function Stage({
  member,
  handle,
}: {
  readonly member: Pick<Member, 'sha1' | 'fileName' | 'widthPx' | 'heightPx'>;
  readonly handle: React.Ref<StageHandle>;
}) {
  const words = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const drag = useRef<{ x: number; y: number; isDrag: boolean } | null>(null);
  const [view, setView] = useState<View>(FIT);
  const [failed, setFailed] = useState<string | null>(null);
  const { sha1, fileName, widthPx, heightPx } = member;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture is shown whole
  useEffect(() => setView(FIT), [sha1]);
  useImperativeHandle(handle, () => ({
    toggleZoom: () => setView((before) => (before.scale > 1 ? FIT : zoomedAt(before, CLOSE, 0, 0))),
  }));
  const at = (event: { clientX: number; clientY: number }): [number, number] => {
    const box = frame.current!.getBoundingClientRect();
    return [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
  };
  useEffect(() => {
    const element = frame.current!;
    // React listens passively, and the page must not scroll.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const [x, y] = at(event);
      setView((before) => zoomedAt(before, before.scale * 1.0018 ** -event.deltaY, x, y));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });
  const onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    drag.current = { x: event.clientX, y: event.clientY, isDrag: false };
    frame.current!.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    const from = drag.current;
    if (from === null) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.isDrag && Math.hypot(x, y) < DRAG_PX) return;
    drag.current = { x: event.clientX, y: event.clientY, isDrag: true };
    const { width, height } = frame.current!.getBoundingClientRect();
    setView((before) => panned(before, x, y, width, height));
  };
  const onUp = (event: PointerEvent): void => {
    const wasDrag = drag.current?.isDrag ?? true;
    drag.current = null;
    if (wasDrag) return;
    const [x, y] = at(event);
    setView((before) => (before.scale > 1 ? FIT : zoomedAt(before, CLOSE, x, y)));
  };
  const ratio = widthPx !== null && heightPx !== null ? widthPx / heightPx : 1.5;
  return (
    <div
      ref={frame}
      className={classes.frame}
      data-near={view.scale > 1 || undefined}
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={() => {
        drag.current = null;
      }}
    >
      {failed === sha1 ? (
        <p className={classes.noPicture}>{words.review.noPicture}</p>
      ) : (
        <img
          key={sha1}
          className={classes.picture}
          src={proxyUrl(sha1)}
          alt={words.review.picture(fileName)}
          draggable={false}
          decoding="sync"
          style={{
            width: `min(100cqw, 100cqh * ${ratio})`,
            aspectRatio: String(ratio),
            backgroundImage: `url(${thumbnailUrl(sha1)})`,
            transform: moved(view),
          }}
          onError={() => setFailed(sha1)}
        />
      )}
    </div>
  );
}
