/** How a picture lies in its frame: pixels of the screen from the middle, and how much nearer than whole. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const FIT: View = { scale: 1, x: 0, y: 0 };
const MOST = 8;

/** Nearer or farther, so that what lies at (x, y) from the middle stays there; whole again at the far end. */
export function zoomedAt(view: View, scale: number, x: number, y: number): View {
  const next = Math.min(MOST, scale);
  if (next <= 1) return FIT;
  const by = next / view.scale;
  return { scale: next, x: x - (x - view.x) * by, y: y - (y - view.y) * by };
}

/** Never so far that the frame is empty. */
export function panned(view: View, dx: number, dy: number, width: number, height: number): View {
  const clamp = (value: number, size: number): number => {
    const most = (size * (view.scale - 1)) / 2;
    return Math.max(-most, Math.min(most, value));
  };
  return { ...view, x: clamp(view.x + dx, width), y: clamp(view.y + dy, height) };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Two fingers move from one pair of places to another: what lies between them goes along, as much nearer as they part. */
export function pinched(view: View, from: readonly [Point, Point], to: readonly [Point, Point]): View {
  const apart = ([a, b]: readonly [Point, Point]): number => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
  const middle = ([a, b]: readonly [Point, Point]): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const [before, after] = [middle(from), middle(to)];
  const scale = view.scale * (apart(to) / apart(from));
  if (scale <= 1) return FIT;
  const nearer = zoomedAt(view, scale, before.x, before.y);
  return { ...nearer, x: nearer.x + after.x - before.x, y: nearer.y + after.y - before.y };
}

export const moved = ({ scale, x, y }: View): string | undefined =>
  scale === 1 ? undefined : `translate(${x}px, ${y}px) scale(${scale})`;
