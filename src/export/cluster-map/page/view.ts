/** What part of the map is seen: the point in the middle, and pixels per unit of the map. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** Of the canvas, in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Times the scale at which everything fits. */
const CLOSEST = 400;
const FARTHEST = 0.5;

/** A screen position of a point of the map. */
export function toScreen(view: View, size: Size, x: number, y: number): [number, number] {
  return [size.width / 2 + (x - view.x) * view.scale, size.height / 2 + (y - view.y) * view.scale];
}

/** The view with all these points inside, `margin` pixels from the edge. A single point is not blown up. */
export function fitted(size: Size, xs: readonly number[], ys: readonly number[], margin: number): View {
  const extent = (values: readonly number[]) => {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (const value of values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return values.length === 0
      ? { middle: 0, length: 2 }
      : { middle: (least + most) / 2, length: most - least };
  };
  const [x, y] = [extent(xs), extent(ys)];
  const smallest = 0.02;
  const scale = Math.min(
    Math.max(1, size.width - 2 * margin) / Math.max(x.length, smallest),
    Math.max(1, size.height - 2 * margin) / Math.max(y.length, smallest),
  );
  return { x: x.middle, y: y.middle, scale };
}

/** Moved by pixels, as a hand drags the map. */
export function dragged(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale };
}

/** Closer by a factor; what is under the screen position stays there. `whole` is the scale at which all fits. */
export function zoomed(
  view: View,
  size: Size,
  factor: number,
  at: readonly [number, number],
  whole: number,
): View {
  const scale = Math.min(whole * CLOSEST, Math.max(whole * FARTHEST, view.scale * factor));
  const [dx, dy] = [at[0] - size.width / 2, at[1] - size.height / 2];
  return {
    x: view.x + dx / view.scale - dx / scale,
    y: view.y + dy / view.scale - dy / scale,
    scale,
  };
}

/**
 * Which points get their picture: in order of importance, each that overlaps none before it. Positions are those on
 * the screen; points outside it get none.
 * @param order indices, the most important first
 * @param boxOf width and height of a point's picture, pixels
 * @param side that no picture exceeds, pixels
 */
export function withPictures(
  order: readonly number[],
  xs: Float32Array,
  ys: Float32Array,
  size: Size,
  boxOf: (index: number) => readonly [number, number],
  side: number,
): number[] {
  const cells = new Map<number, number[]>();
  const columns = Math.ceil(size.width / side) + 6;
  const chosen: number[] = [];
  for (const index of order) {
    const [x, y] = [xs[index]!, ys[index]!];
    if (x < -side || y < -side || x > size.width + side || y > size.height + side) continue;
    const [column, row] = [Math.floor(x / side) + 2, Math.floor(y / side) + 2];
    const [width, height] = boxOf(index);
    const overlaps = (other: number): boolean => {
      const [otherWidth, otherHeight] = boxOf(other);
      return (
        Math.abs(x - xs[other]!) < (width + otherWidth) / 2 &&
        Math.abs(y - ys[other]!) < (height + otherHeight) / 2
      );
    };
    if (isTaken(cells, columns, column, row, overlaps)) continue;
    const cell = row * columns + column;
    const inCell = cells.get(cell);
    if (inCell === undefined) cells.set(cell, [index]);
    else inCell.push(index);
    chosen.push(index);
  }
  return chosen;
}

/** Whether a picture in this cell or one beside it is in the way. */
function isTaken(
  cells: ReadonlyMap<number, readonly number[]>,
  columns: number,
  column: number,
  row: number,
  isInTheWay: (other: number) => boolean,
): boolean {
  for (let r = row - 1; r <= row + 1; r++) {
    for (let c = column - 1; c <= column + 1; c++) {
      if (cells.get(r * columns + c)?.some(isInTheWay)) return true;
    }
  }
  return false;
}
