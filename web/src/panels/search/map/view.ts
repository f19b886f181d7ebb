/** What part of the map is seen: the point in the middle, and pixels per unit of the map. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Spot = readonly [x: number, y: number];

const CLOSEST = 400;
const FARTHEST = 0.5;
const MARGIN_PX = 40;

/** All of the map, which lies in −1 to 1. */
export function wholeMap({ width, height }: Size): View {
  const scale = Math.max(40, Math.min(width, height) / 2 - MARGIN_PX);
  return { x: 0, y: 0, scale };
}

export const toScreen = (view: View, { width, height }: Size, x: number, y: number): Spot => [
  width / 2 + (x - view.x) * view.scale,
  height / 2 + (y - view.y) * view.scale,
];

/** Moved by pixels, as a hand drags the map. */
export const dragged = (view: View, dx: number, dy: number): View => ({
  ...view,
  x: view.x - dx / view.scale,
  y: view.y - dy / view.scale,
});

/** Nearer by a factor; what is under the spot stays there. */
export function zoomed(view: View, size: Size, factor: number, [sx, sy]: Spot): View {
  const whole = wholeMap(size).scale;
  const scale = Math.min(whole * CLOSEST, Math.max(whole * FARTHEST, view.scale * factor));
  const [dx, dy] = [sx - size.width / 2, sy - size.height / 2];
  return {
    x: view.x + dx / view.scale - dx / scale,
    y: view.y + dy / view.scale - dy / scale,
    scale,
  };
}

/** The same, with that place of the map in sight. */
export function withInSight(view: View, size: Size, x: number, y: number): View {
  const [sx, sy] = toScreen(view, size, x, y);
  const isIn =
    sx > MARGIN_PX && sy > MARGIN_PX && sx < size.width - MARGIN_PX && sy < size.height - MARGIN_PX;
  return isIn ? view : { ...view, x, y };
}
