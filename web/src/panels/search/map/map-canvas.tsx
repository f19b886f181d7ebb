import {
  type KeyboardEvent,
  type PointerEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useWords } from '../../../words/index.ts';
import classes from './map.module.css';
import { type MapPicture, Painter } from './painter.ts';
import { boxLine, type Direction, neighbour, pointAt, pointsWithin } from './pick.ts';
import { dragged, type Size, type Spot, type View, wholeMap, withInSight, zoomed } from './view.ts';

export const MODES = ['move', 'lasso', 'box'] as const;
export type Mode = (typeof MODES)[number];

export interface CanvasHandle {
  zoom(factor: number): void;
  whole(): void;
}

interface Props {
  readonly map: Omit<MapPicture, 'line' | 'text' | 'accent'>;
  readonly mode: Mode;
  readonly handle: Ref<CanvasHandle>;
  readonly onCurrent: (place: number) => void;
  readonly onOpen: (place: number) => void;
  readonly onToggle: (place: number) => void;
  readonly onLine: (places: readonly number[]) => void;
}

/** A press that moves less is a tap. */
const TAP_PX = 6;
/** Of one pixel of the wheel; a notch of a mouse is some 100. */
const WHEEL = 0.0016;
/** Two fingers on a touchpad come as a wheel with the control key, in small steps. */
const TOUCHPAD_PINCH = 0.01;
const STEP = 1.5;

/** The map itself: by mouse, by fingers and by keyboard. */
export function MapCanvas({ map, mode, handle, onCurrent, onOpen, onToggle, onLine }: Props) {
  const words = useWords().map;
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<Painter>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [moved, setView] = useState<View | null>(null);
  const view = moved ?? wholeMap(size);
  const [line, setLine] = useState<readonly Spot[]>([]);
  const [painted, setPainted] = useState(0);
  const pressed = useRef(new Map<number, Spot>());
  const travelled = useRef(0);

  useLayoutEffect(() => {
    const element = canvas.current!;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a picture that has come is painted
  useEffect(() => {
    if (size.width === 0) return;
    painter.current ??= new Painter(canvas.current!, () => setPainted((count) => count + 1));
    const frame = requestAnimationFrame(() => {
      const { color, accentColor } = getComputedStyle(canvas.current!);
      painter.current!.paint({ ...map, line, text: color, accent: accentColor }, view, size);
    });
    return () => cancelAnimationFrame(frame);
  }, [map, line, view.x, view.y, view.scale, size, painted]);

  const zoom = (factor: number, spot: Spot = [size.width / 2, size.height / 2]): void =>
    setView((before) => zoomed(before ?? wholeMap(size), size, factor, spot));
  useImperativeHandle(handle, () => ({ zoom, whole: () => setView(null) }));
  const newest = useRef(zoom);
  newest.current = zoom;
  useEffect(() => {
    const element = canvas.current!;
    // React hears the wheel too late to keep the page from scrolling.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const pixels = event.deltaY * (event.deltaMode === 1 ? 30 : 1);
      const { left, top } = element.getBoundingClientRect();
      newest.current(Math.exp(-pixels * (event.ctrlKey ? TOUCHPAD_PINCH : WHEEL)), [
        event.clientX - left,
        event.clientY - top,
      ]);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  const spotOf = ({ clientX, clientY }: PointerEvent): Spot => {
    const { left, top } = canvas.current!.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };
  const onPointerDown = (event: PointerEvent): void => {
    if (event.button > 0) return;
    canvas.current!.setPointerCapture(event.pointerId);
    if (pressed.current.size === 0) travelled.current = 0;
    const spot = spotOf(event);
    pressed.current.set(event.pointerId, spot);
    setLine(pressed.current.size === 1 && (mode !== 'move' || event.shiftKey) ? [spot] : []);
  };
  const onPointerMove = (event: PointerEvent): void => {
    const to = spotOf(event);
    const from = pressed.current.get(event.pointerId);
    if (from === undefined) {
      if (event.pointerType === 'mouse') onCurrent(pointAt(map, view, size, to));
      return;
    }
    if (pressed.current.size === 2) {
      const [before, after] = [spread(pressed.current), spread(pressed.current.set(event.pointerId, to))];
      travelled.current = Number.POSITIVE_INFINITY;
      if (before > 0) zoom(after / before, to);
      return;
    }
    travelled.current += Math.hypot(to[0] - from[0], to[1] - from[1]);
    pressed.current.set(event.pointerId, to);
    if (travelled.current <= TAP_PX) return;
    if (line.length === 0) setView(dragged(view, to[0] - from[0], to[1] - from[1]));
    else setLine(mode === 'box' || (mode === 'move' && event.altKey) ? boxLine(line[0]!, to) : [...line, to]);
  };
  const onPointerUp = (event: PointerEvent): void => {
    const isTap = pressed.current.size === 1 && travelled.current <= TAP_PX && event.type === 'pointerup';
    pressed.current.delete(event.pointerId);
    if (isTap) {
      const hit = pointAt(map, view, size, spotOf(event));
      if (hit >= 0 && (event.shiftKey || mode !== 'move')) onToggle(hit);
      // A finger shows first what it is about to open.
      else if (hit >= 0 && (event.pointerType === 'mouse' || hit === map.current)) onOpen(hit);
      else onCurrent(hit);
    } else if (line.length > 2) onLine(pointsWithin(map, view, size, line));
    setLine([]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { current } = map;
    const deeds = new Map<string, () => void>([
      ['+', () => zoom(STEP)],
      ['=', () => zoom(STEP)],
      ['-', () => zoom(1 / STEP)],
      ['0', () => setView(null)],
      ['Enter', () => current >= 0 && onOpen(current)],
      [' ', () => current >= 0 && onToggle(current)],
    ]);
    const deed = deeds.get(event.key);
    const isArrow = event.key.startsWith('Arrow');
    if (event.ctrlKey || event.metaKey || event.altKey || (deed === undefined && !isArrow)) return;
    event.preventDefault();
    if (!isArrow) {
      deed?.();
      return;
    }
    if (map.x.length === 0) return;
    const to = current < 0 ? 0 : neighbour(map, current, event.key as Direction);
    onCurrent(to);
    setView(withInSight(view, size, map.x[to]!, map.y[to]!));
  };
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: its keys go to it, and not to who reads the page
    <canvas
      ref={canvas}
      className={classes.canvas}
      data-mode={mode}
      tabIndex={0}
      role="application"
      aria-label={words.canvas}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onPointerLeave={() => {
        if (pressed.current.size === 0 && document.activeElement !== canvas.current) onCurrent(-1);
      }}
      onKeyDown={onKeyDown}
    />
  );
}

function spread(pressed: ReadonlyMap<number, Spot>): number {
  const [[ax, ay], [bx, by]] = [...pressed.values()] as [Spot, Spot];
  return Math.hypot(ax - bx, ay - by);
}
