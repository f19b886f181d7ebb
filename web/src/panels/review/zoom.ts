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

export const moved = ({ scale, x, y }: View): string | undefined =>
  scale === 1 ? undefined : `translate(${x}px, ${y}px) scale(${scale})`;
