import { thumbnailUrl } from '../../review/pictures.ts';
import type { Places } from './pick.ts';
import { type Size, type Spot, toScreen, type View } from './view.ts';

export interface MapPicture extends Places {
  readonly medoid: readonly string[];
  readonly photos: readonly number[];
  /** Place in the palette of each. */
  readonly colour: ArrayLike<number>;
  readonly palette: readonly string[];
  readonly chosen: ReadonlySet<number>;
  /** The one under the pointer or with the keys; −1: none. */
  readonly current: number;
  /** What is being drawn around points. */
  readonly line: readonly Spot[];
  /** Colours of the page. */
  readonly text: string;
  readonly accent: string;
}

/** So many pictures are told apart; the other clusters are dots. */
const MOST_PICTURES = 160;
/** Pictures come when so many points or fewer are in sight: before that, colours tell more. */
const PICTURES_FROM = 400;
const SIDE_PX = 62;
const GAP_PX = 4;
/** Round dots take longer than square ones, and are told apart only where there is room. */
const ROUND_UP_TO = 6000;
const KEPT = 600;
const NONE: ReadonlySet<number> = new Set();

/** Draws the map on a canvas. Pictures are asked for as they come into sight, and drawn as they come. */
export class Painter {
  readonly #canvas: HTMLCanvasElement;
  readonly #repaint: () => void;
  readonly #pictures = new Map<string, HTMLImageElement>();

  constructor(canvas: HTMLCanvasElement, repaint: () => void) {
    this.#canvas = canvas;
    this.#repaint = repaint;
  }

  paint(map: MapPicture, view: View, size: Size): void {
    const context = this.#canvas.getContext('2d')!;
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    const visible = visibleOf(map, view, size);
    paintDots(context, map, view, size, visible);
    const pictured =
      visible.length <= PICTURES_FROM ? this.#paintPictures(context, map, view, size, visible) : NONE;
    paintMarks(context, map, view, size, pictured);
  }

  #paintPictures(
    context: CanvasRenderingContext2D,
    map: MapPicture,
    view: View,
    size: Size,
    visible: number[],
  ): ReadonlySet<number> {
    const pictured = new Set<number>();
    const taken = new Map<string, Spot[]>();
    for (const i of visible.toSorted((a, b) => map.photos[b]! - map.photos[a]!)) {
      if (pictured.size >= MOST_PICTURES) break;
      const [x, y] = toScreen(view, size, map.x[i]!, map.y[i]!);
      if (!takePlace(taken, [x, y])) continue;
      const picture = this.#pictureOf(map.medoid[i]!);
      if (picture === null) continue;
      const side = SIDE_PX - GAP_PX;
      const square = Math.min(picture.naturalWidth, picture.naturalHeight);
      context.drawImage(
        picture,
        (picture.naturalWidth - square) / 2,
        (picture.naturalHeight - square) / 2,
        square,
        square,
        x - side / 2,
        y - side / 2,
        side,
        side,
      );
      pictured.add(i);
      const isChosen = map.chosen.has(i);
      context.lineWidth = isChosen ? 5 : 2;
      context.strokeStyle = isChosen ? map.accent : map.palette[map.colour[i]!]!;
      context.strokeRect(x - side / 2, y - side / 2, side, side);
    }
    return pictured;
  }

  /** Null until it is there. */
  #pictureOf(sha1: string): HTMLImageElement | null {
    const known = this.#pictures.get(sha1);
    this.#pictures.delete(sha1);
    const picture = known ?? new Image();
    this.#pictures.set(sha1, picture);
    if (known === undefined) {
      picture.onload = this.#repaint;
      picture.src = thumbnailUrl(sha1);
      const [oldest] = this.#pictures.keys();
      if (this.#pictures.size > KEPT && oldest !== undefined) this.#pictures.delete(oldest);
    }
    return picture.complete && picture.naturalWidth > 0 ? picture : null;
  }
}

function visibleOf(map: MapPicture, view: View, size: Size): number[] {
  const visible: number[] = [];
  const [halfWidth, halfHeight] = [
    (size.width / 2 + SIDE_PX) / view.scale,
    (size.height / 2 + SIDE_PX) / view.scale,
  ];
  for (let i = 0; i < map.x.length; i++) {
    if (Math.abs(map.x[i]! - view.x) < halfWidth && Math.abs(map.y[i]! - view.y) < halfHeight)
      visible.push(i);
  }
  return visible;
}

/** Larger where there are more photos, and where there is room. */
function radiusOf(photos: number, room: number): number {
  return Math.min(9, Math.max(1.2, room * (1 + Math.log2(photos + 1) / 3)));
}

function paintDots(
  context: CanvasRenderingContext2D,
  map: MapPicture,
  view: View,
  size: Size,
  visible: readonly number[],
): void {
  const room = Math.min(
    3,
    Math.max(0.9, Math.sqrt((size.width * size.height) / Math.max(1, visible.length)) / 9),
  );
  const [left, top] = [size.width / 2 - view.x * view.scale, size.height / 2 - view.y * view.scale];
  const placeOf = (i: number): Spot => [left + map.x[i]! * view.scale, top + map.y[i]! * view.scale];
  if (visible.length > ROUND_UP_TO) {
    paintPixels(context, map, visible, room, placeOf);
    return;
  }
  const byColour = map.palette.map((): number[] => []);
  for (const i of visible) byColour[map.colour[i]!]!.push(i);
  for (const [colour, own] of byColour.entries()) {
    context.fillStyle = map.palette[colour]!;
    context.beginPath();
    for (const i of own) {
      const [x, y] = placeOf(i);
      const radius = radiusOf(map.photos[i]!, room);
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    context.fill();
  }
}

/** Squares, pixel by pixel: of many dots a canvas takes a tenth of the time so. */
function paintPixels(
  context: CanvasRenderingContext2D,
  map: MapPicture,
  visible: readonly number[],
  room: number,
  placeOf: (i: number) => Spot,
): void {
  const { width, height } = context.canvas;
  const ratio = context.getTransform().a;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = map.palette.map(pixelOf);
  for (const i of visible) {
    const [x, y] = placeOf(i);
    const radius = radiusOf(map.photos[i]!, room);
    const colour = colours[map.colour[i]!]!;
    const [from, to] = [Math.round((x - radius) * ratio), Math.round((x + radius) * ratio)];
    const last = Math.min(height, Math.round((y + radius) * ratio));
    for (let row = Math.max(0, Math.round((y - radius) * ratio)); row < last; row++) {
      pixels.fill(colour, row * width + Math.max(0, from), row * width + Math.max(0, Math.min(width, to)));
    }
  }
  context.putImageData(image, 0, 0);
}

/** `#rrggbb` as a canvas keeps it on machines that write the lowest byte first, which all browsers run on. */
const pixelOf = (colour: string): number => {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as [
    number,
    number,
    number,
  ];
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
};

/** What is chosen, what is under the pointer, and the line that is being drawn. */
function paintMarks(
  context: CanvasRenderingContext2D,
  map: MapPicture,
  view: View,
  size: Size,
  pictured: ReadonlySet<number>,
): void {
  context.lineWidth = 2;
  context.strokeStyle = map.accent;
  context.beginPath();
  for (const i of map.chosen) {
    if (pictured.has(i)) continue;
    const [x, y] = toScreen(view, size, map.x[i]!, map.y[i]!);
    context.moveTo(x + 7, y);
    context.arc(x, y, 7, 0, 2 * Math.PI);
  }
  context.stroke();
  if (map.current >= 0) {
    const [x, y] = toScreen(view, size, map.x[map.current]!, map.y[map.current]!);
    context.lineWidth = 3;
    context.strokeStyle = map.text;
    context.beginPath();
    context.arc(x, y, 10, 0, 2 * Math.PI);
    context.stroke();
  }
  const [first, ...rest] = map.line;
  if (first === undefined) return;
  context.lineWidth = 1.5;
  context.strokeStyle = map.accent;
  context.setLineDash([5, 4]);
  context.beginPath();
  context.moveTo(...first);
  for (const spot of rest) context.lineTo(...spot);
  context.closePath();
  context.globalAlpha = 0.12;
  context.fillStyle = map.accent;
  context.fill();
  context.globalAlpha = 1;
  context.stroke();
  context.setLineDash([]);
}

/** Whether a picture there would overlap none that was painted before; then its place is taken. */
function takePlace(taken: Map<string, Spot[]>, spot: Spot): boolean {
  const [column, row] = [Math.floor(spot[0] / SIDE_PX), Math.floor(spot[1] / SIDE_PX)];
  for (let c = column - 1; c <= column + 1; c++) {
    for (let r = row - 1; r <= row + 1; r++) {
      for (const [x, y] of taken.get(`${c} ${r}`) ?? []) {
        if (Math.abs(x - spot[0]) < SIDE_PX && Math.abs(y - spot[1]) < SIDE_PX) return false;
      }
    }
  }
  const key = `${column} ${row}`;
  taken.set(key, [...(taken.get(key) ?? []), spot]);
  return true;
}
