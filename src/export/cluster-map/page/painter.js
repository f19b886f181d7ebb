import { toScreen, withPictures } from './view.ts';

/** Side of a picture on the screen, CSS pixels: with everything in view, and at most. */
const SIDE = { narrow: 46, wide: 60, most: 132 };
/** Between two pictures, frames included. */
const GAP = 8;
/** Two dots whose middles are in one cell count as one. */
const CELL_PX = 4;
/** Square pixels a point from which on dots have their full size, and the least share of it. */
const ROOMY_PX = 250;
const SMALLEST_DOTS = 0.45;
/** Decoded pictures that are kept; a screen holds a few hundred. */
const MOST_PICTURES = 1200;
/** The golden angle: neighbouring windows, which follow each other in time, differ most. */
const HUE_STEP = 137.508;

/** One colour a window, readable on light and dark ground; grey for photos without a date. */
export function windowColour(window, isDated) {
  return isDated ? `hsl(${(window * HUE_STEP + 205) % 360} 58% 52%)` : 'hsl(0 0% 55%)';
}

/** Draws the map: a picture for each cluster that has room, a dot for the others. */
export function createPainter(canvas, data, redraw) {
  const context = canvas.getContext('2d');
  const { points, windows } = data;
  const colours = windows.map((window, index) => windowColour(index, window.isDated));
  const byPhotos = points.map((_, index) => index).sort((a, b) => points[b].photos - points[a].photos);
  const xs = new Float32Array(points.length);
  const ys = new Float32Array(points.length);
  const pictures = new Map();
  /** Points to be drawn as dots by window, pale ones and those looked for; empty between two paintings. */
  const dotsOf = [0, 1].map(() => windows.map(() => []));
  let side = SIDE.wide;
  let dotScale = 1;
  let shown = [];

  const pictureOf = (index) => {
    const known = pictures.get(index);
    pictures.delete(index);
    const picture = known ?? new Image();
    pictures.set(index, picture);
    if (known === undefined) {
      picture.addEventListener('load', redraw, { once: true });
      picture.src = points[index].thumb;
      if (pictures.size > MOST_PICTURES) pictures.delete(pictures.keys().next().value);
    }
    return picture.complete && picture.naturalWidth > 0 ? picture : null;
  };

  /** Width and height of a picture on the screen, with the gap to the next. */
  const boxOf = (index) => {
    const { aspect } = points[index];
    return aspect > 1 ? [side, (side - GAP) / aspect + GAP] : [(side - GAP) * aspect + GAP, side];
  };

  const dot = (index, radius) => {
    context.fillStyle = colours[points[index].window];
    context.beginPath();
    context.arc(xs[index], ys[index], radius, 0, 2 * Math.PI);
    context.fill();
  };
  const dotRadius = (index) => dotScale * Math.min(9, 2.5 + 1.1 * Math.log2(points[index].photos));

  const picture = (index, theme, isSelected) => {
    const image = pictureOf(index);
    if (image === null) {
      dot(index, dotRadius(index));
      return;
    }
    const [width, height] = boxOf(index).map((length) => length - GAP);
    const [left, top] = [xs[index] - width / 2, ys[index] - height / 2];
    const border = isSelected ? 4 : 2;
    context.fillStyle = isSelected ? theme.focus : colours[points[index].window];
    context.beginPath();
    context.roundRect(left - border, top - border, width + 2 * border, height + 2 * border, 4);
    context.fill();
    context.drawImage(image, left, top, width, height);
    if (points[index].photos > 1) badge(String(points[index].photos), left + width, top + height, theme);
  };

  const badge = (text, right, bottom, theme) => {
    context.font = '600 11px system-ui, sans-serif';
    const width = context.measureText(text).width + 10;
    context.fillStyle = theme.raised;
    context.beginPath();
    context.roundRect(right - width + 3, bottom - 12, width, 16, 8);
    context.fill();
    context.fillStyle = theme.text;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(text, right - width / 2 + 3, bottom - 3.5);
  };

  return {
    /** `fits` says of each point whether it is looked for; the others stay pale. */
    paint({ view, size, whole, selected, fits, theme }) {
      const ratio = window.devicePixelRatio || 1;
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, size.width, size.height);
      points.forEach((point, index) => {
        [xs[index], ys[index]] = toScreen(view, size, point.x, point.y);
      });
      const base = size.width < 700 ? SIDE.narrow : SIDE.wide;
      side = Math.min(SIDE.most, base * Math.max(1, (view.scale / whole) ** 0.35));

      const pixelsEach = (size.width * size.height * (view.scale / whole) ** 2) / points.length;
      dotScale = Math.max(SMALLEST_DOTS, Math.min(1, Math.sqrt(pixelsEach / ROOMY_PX)));
      const order = [...(selected === null ? [] : [selected]), ...byPhotos];
      const wanted = order.filter((index) => fits[index] === 1 && points[index].thumb !== '');
      shown = withPictures(wanted, xs, ys, size, boxOf, side);
      paintDots(size, fits);
      context.globalAlpha = 1;
      for (const index of shown.toReversed()) picture(index, theme, index === selected);
      if (selected !== null && !shown.includes(selected)) {
        context.strokeStyle = theme.focus;
        context.lineWidth = 3;
        context.beginPath();
        context.arc(xs[selected], ys[selected], dotRadius(selected) + 4, 0, 2 * Math.PI);
        context.stroke();
      }
    },
    /** The cluster under a screen position: a picture first, else a dot within a finger's reach; or null. */
    at(x, y, reach) {
      const picture = shown.find((index) => {
        const [width, height] = boxOf(index);
        return Math.abs(xs[index] - x) <= width / 2 && Math.abs(ys[index] - y) <= height / 2;
      });
      if (picture !== undefined) return picture;
      let nearest = null;
      let least = reach;
      for (const index of byPhotos) {
        const distance = Math.hypot(xs[index] - x, ys[index] - y) - dotRadius(index);
        if (distance < least) [nearest, least] = [index, distance];
      }
      return nearest;
    },
    /** Where a cluster is on the screen, and how far its picture or dot reaches. */
    placeOf: (index) => ({
      x: xs[index],
      y: ys[index],
      reach: shown.includes(index) ? side / 2 : dotRadius(index),
    }),
  };

  /**
   * Pale dots first. Dots that would lie on one another or under a picture are left out, the largest stays: of 20,000
   * in view some thousands can be told apart. One path a window, since filling costs more than the circles.
   */
  function paintDots(size, fits) {
    const columns = Math.ceil(size.width / CELL_PX) + 1;
    const cells = new Uint8Array(columns * (Math.ceil(size.height / CELL_PX) + 1));
    const cellOf = (x, y) => Math.floor(y / CELL_PX) * columns + Math.floor(x / CELL_PX);
    for (const index of shown) if (pictureOf(index) !== null) cover(index, size, cells, cellOf);
    for (const isWanted of [1, 0]) {
      for (const index of byPhotos) {
        const [x, y] = [xs[index], ys[index]];
        if (fits[index] !== isWanted || x < 0 || y < 0 || x >= size.width || y >= size.height) continue;
        const cell = cellOf(x, y);
        if (cells[cell] === 1) continue;
        cells[cell] = 1;
        dotsOf[isWanted][points[index].window].push(index);
      }
    }
    for (const isWanted of [0, 1]) {
      context.globalAlpha = isWanted === 1 ? 0.9 : 0.16;
      dotsOf[isWanted].forEach((indices, window) => {
        if (indices.length === 0) return;
        context.fillStyle = colours[window];
        context.beginPath();
        for (const index of indices) {
          context.moveTo(xs[index] + dotRadius(index), ys[index]);
          context.arc(xs[index], ys[index], dotRadius(index), 0, 2 * Math.PI);
        }
        context.fill();
        indices.length = 0;
      });
    }
  }

  /** Takes the cells that a picture hides. */
  function cover(index, size, cells, cellOf) {
    const [width, height] = boxOf(index).map((length) => length - GAP);
    const right = Math.min(size.width - 1, xs[index] + width / 2);
    const bottom = Math.min(size.height - 1, ys[index] + height / 2);
    for (let y = Math.max(0, ys[index] - height / 2); y < bottom; y += CELL_PX) {
      cells.fill(1, cellOf(Math.max(0, xs[index] - width / 2), y), cellOf(right, y));
    }
  }
}
