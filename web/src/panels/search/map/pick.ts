import { type Size, type Spot, toScreen, type View } from './view.ts';

/** Places of the map, column by column. */
export interface Places {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** A finger hits as well. */
const REACH_PX = 14;

/** The point nearest to a spot of the screen; −1 where none is within reach. */
export function pointAt(places: Places, view: View, size: Size, [sx, sy]: Spot): number {
  let best = -1;
  let least = REACH_PX ** 2;
  // In units of the map: fifty thousand points are looked through in a fraction of a millisecond.
  const [mx, my] = [
    view.x + (sx - size.width / 2) / view.scale,
    view.y + (sy - size.height / 2) / view.scale,
  ];
  const area = view.scale ** 2;
  for (let i = 0; i < places.x.length; i++) {
    const distance = ((places.x[i]! - mx) ** 2 + (places.y[i]! - my) ** 2) * area;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

/** Points within a line that was drawn on the screen, closed from its end to its beginning (even-odd rule). */
export function pointsWithin(places: Places, view: View, size: Size, line: readonly Spot[]): number[] {
  const within: number[] = [];
  if (line.length < 3) return within;
  for (let i = 0; i < places.x.length; i++) {
    const [x, y] = toScreen(view, size, places.x[i]!, places.y[i]!);
    let isIn = false;
    for (let a = 0, b = line.length - 1; a < line.length; b = a++) {
      const [ax, ay] = line[a]!;
      const [bx, by] = line[b]!;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isIn = !isIn;
    }
    if (isIn) within.push(i);
  }
  return within;
}

export const boxLine = ([ax, ay]: Spot, [bx, by]: Spot): Spot[] => [
  [ax, ay],
  [bx, ay],
  [bx, by],
  [ax, by],
];

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const AHEAD: Record<Direction, Spot> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The nearest point that way, not more beside than ahead; the one itself where there is none. */
export function neighbour(places: Places, from: number, direction: Direction): number {
  const [dx, dy] = AHEAD[direction];
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < places.x.length; i++) {
    const [x, y] = [places.x[i]! - places.x[from]!, places.y[i]! - places.y[from]!];
    const ahead = x * dx + y * dy;
    const beside = Math.abs(x * dy) + Math.abs(y * dx);
    if (i === from || ahead <= 0 || beside > ahead) continue;
    const distance = ahead + 2 * beside;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
