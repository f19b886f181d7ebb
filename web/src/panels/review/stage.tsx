import { type PointerEvent, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { Member } from '../../api/wire.ts';
import { countText, shareText } from '../../format/numbers.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { proxyUrl, thumbnailUrl } from './pictures.ts';
import classes from './review.module.css';
import { FIT, moved, panned, pinched, type View, zoomedAt } from './zoom.ts';

export interface StageHandle {
  toggleZoom(): void;
  zoomBy(factor: number): void;
  /** In shares of the frame. */
  panBy(x: number, y: number): void;
}

/** How near a press comes. */
const CLOSE = 2.5;
/** A press that moves less is no drag. */
const DRAG_PX = 4;
/** A finger that goes so far sideways over a whole picture turns the page. */
const SWIPE_PX = 60;

interface Props {
  readonly member: Pick<Member, 'sha1' | 'fileName' | 'widthPx' | 'heightPx'>;
  readonly handle: React.Ref<StageHandle>;
  /** 1: to the next one, −1: to the one before. */
  readonly onSwipe?: (way: 1 | -1) => void;
}

interface Finger {
  readonly startX: number;
  readonly startY: number;
  readonly x: number;
  readonly y: number;
}

/** The picture, as large as there is room. A press, the wheel, two fingers or keys bring it nearer, dragging moves it. */
export function Stage({ member, handle, onSwipe }: Props) {
  const words = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const fingers = useRef(new Map<number, Finger>());
  /** What the fingers did so far is more than a press. */
  const isMoved = useRef(false);
  const [view, setView] = useState<View>(FIT);
  const [failed, setFailed] = useState<string | null>(null);
  const { sha1, fileName, widthPx, heightPx } = member;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture is shown whole
  useEffect(() => setView(FIT), [sha1]);
  const box = (): DOMRect => frame.current!.getBoundingClientRect();
  const clamped = (next: View): View => {
    const { width, height } = box();
    return panned(next, 0, 0, width, height);
  };
  useImperativeHandle(handle, () => ({
    toggleZoom: () => setView((before) => (before.scale > 1 ? FIT : zoomedAt(before, CLOSE, 0, 0))),
    zoomBy: (factor) => setView((before) => clamped(zoomedAt(before, before.scale * factor, 0, 0))),
    panBy: (x, y) => {
      const { width, height } = box();
      setView((before) => panned(before, x * width, y * height, width, height));
    },
  }));
  const at = (event: { clientX: number; clientY: number }): [number, number] => {
    const { left, top, width, height } = box();
    return [event.clientX - left - width / 2, event.clientY - top - height / 2];
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
    const [x, y] = at(event);
    if (fingers.current.size === 0) isMoved.current = false;
    fingers.current.set(event.pointerId, { startX: x, startY: y, x, y });
    frame.current!.setPointerCapture(event.pointerId);
  };
  const onMove = (event: PointerEvent): void => {
    const finger = fingers.current.get(event.pointerId);
    if (finger === undefined) return;
    const [x, y] = at(event);
    if (!isMoved.current && Math.hypot(x - finger.startX, y - finger.startY) < DRAG_PX) return;
    isMoved.current = true;
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    fingers.current.set(event.pointerId, { ...finger, x, y });
    if (other === undefined) {
      const { width, height } = box();
      setView((before) => panned(before, x - finger.x, y - finger.y, width, height));
    } else {
      setView((before) => clamped(pinched(before, [finger, other], [{ x, y }, other])));
    }
  };
  const onUp = (event: PointerEvent): void => {
    const finger = fingers.current.get(event.pointerId);
    if (finger === undefined) return;
    const wasAlone = fingers.current.size === 1;
    fingers.current.delete(event.pointerId);
    const [x, y] = at(event);
    if (!isMoved.current) {
      setView((before) => (before.scale > 1 ? FIT : zoomedAt(before, CLOSE, x, y)));
      return;
    }
    const [across, along] = [x - finger.startX, y - finger.startY];
    const isSwipe =
      event.pointerType === 'touch' && Math.abs(across) > Math.max(SWIPE_PX, 2 * Math.abs(along));
    if (wasAlone && view.scale === 1 && isSwipe) onSwipe?.(across < 0 ? 1 : -1);
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
      onPointerCancel={(event) => fingers.current.delete(event.pointerId)}
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
      {view.scale > 1 && widthPx !== null && heightPx !== null && (
        <Nearness
          widthPx={widthPx}
          heightPx={heightPx}
          shownPx={wholePx(frame.current, ratio) * view.scale}
        />
      )}
    </div>
  );
}

/** How wide the whole picture is on the screen. */
function wholePx(frame: HTMLElement | null, ratio: number): number {
  return frame === null ? 0 : Math.min(frame.clientWidth, frame.clientHeight * ratio);
}

/** What there is to see: the proxy has so many pixels, and nearer than them there is nothing more. */
function Nearness(props: { readonly widthPx: number; readonly heightPx: number; readonly shownPx: number }) {
  const words = useWords().review;
  const language = useLanguage();
  const { widthPx, heightPx, shownPx } = props;
  return (
    <span className={classes.nearness}>
      {words.nearness(
        shareText((shownPx * devicePixelRatio) / widthPx, language),
        countText(widthPx, language),
        countText(heightPx, language),
      )}
    </span>
  );
}
