import { firstFrom } from './timeline.ts';

/** Room for the names of the rows at the left of a lane, CSS pixels; none where the window is narrow. */
const GUTTER_PX = 78;
const NARROW_PX = 640;
/** Heights within a lane, CSS pixels: bars up from the upper line, bands between the lines, bars down from the lower. */
const BARS_PX = { clock: 22, taken: 34 };
const BAND_PX = 34;
const TOUCHING_PX = 9;
const EDGE_PX = 4;
/** Bins narrower than this share a bar of this width. */
const BAR_PX = 2;
/** So many photos in one bar and more have the full height, whatever is seen. */
const LEAST_FULL = 40;

export const gutterOf = (width) => (width < NARROW_PX ? 0 : GUTTER_PX);

/** Where a lane's lines lie; `clockLine` is null where no photo has a clock. */
export function rowsOf({ runs, hasClock }) {
  const clockLine = hasClock ? EDGE_PX + BARS_PX.clock : null;
  const takenLine = hasClock ? clockLine + (runs.length > 0 ? BAND_PX : TOUCHING_PX) : EDGE_PX;
  return { clockLine, takenLine, height: takenLine + BARS_PX.taken + EDGE_PX };
}

/** Sizes the canvas for the screen, and gives its context in CSS pixels. */
export function contextOf(canvas, width, height) {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** From time to pixels, and the bars that bins become at this zoom. */
export function scaleOf({ span, width, origin, step }) {
  const left = gutterOf(width);
  const pxPerMilli = (width - left) / (span.to - span.from);
  const x = (at) => left + (at - span.from) * pxPerMilli;
  const binPx = step * pxPerMilli;
  const firstBin = Math.floor((span.from - origin) / step);
  const isWide = binPx > BAR_PX;
  return {
    left,
    width,
    x,
    timeAt: (px) => span.from + (px - left) / pxPerMilli,
    firstBin,
    lastBin: Math.ceil((span.to - origin) / step),
    slots: isWide ? Math.ceil((width - left) / binPx) + 2 : Math.ceil((width - left) / BAR_PX) + 1,
    slotOf: (bin) =>
      isWide ? bin - firstBin : Math.max(0, Math.floor((x(origin + bin * step) - left) / BAR_PX)),
    slotX: (slot) => (isWide ? x(origin + (firstBin + slot) * step) : left + slot * BAR_PX),
    slotPx: isWide ? Math.max(BAR_PX, binPx - 0.5) : BAR_PX,
    slotSpan: (slot) => {
      const from = isWide ? origin + (firstBin + slot) * step : span.from + (slot * BAR_PX) / pxPerMilli;
      return { from, to: from + (isWide ? step : BAR_PX / pxPerMilli) };
    },
  };
}

/** How many photos of each level are in each bar. */
export function barsOf(levels, scale) {
  const counts = levels.map(() => new Float32Array(scale.slots));
  const totals = new Float32Array(scale.slots);
  levels.forEach(({ bins, counts: photos }, level) => {
    for (let i = firstFrom(bins, scale.firstBin); i < bins.length && bins[i] <= scale.lastBin; i++) {
      const slot = scale.slotOf(bins[i]);
      if (slot < 0 || slot >= scale.slots) continue;
      counts[level][slot] += photos[i];
      totals[slot] += photos[i];
    }
  });
  return { counts, totals };
}

/** Stacked bars from a line, up or down; heights grow with the logarithm, so that single photos are still seen. */
function paintBars(context, { counts, totals }, colours, { scale, line, height, direction }) {
  const most = Math.log1p(totals.reduce((a, b) => Math.max(a, b), LEAST_FULL));
  const paths = colours.map(() => new Path2D());
  totals.forEach((total, slot) => {
    if (total === 0) return;
    const full = Math.max(2, (height * Math.log1p(total)) / most);
    let from = line;
    counts.forEach((level, i) => {
      const part = (full * level[slot]) / total;
      if (part === 0) return;
      paths[i].rect(scale.slotX(slot), direction < 0 ? from - part : from, scale.slotPx, part);
      from += direction * part;
    });
  });
  paths.forEach((path, i) => {
    context.fillStyle = colours[i];
    context.fill(path);
  });
}

/** The band from where the clock put the photos of a run to where they are now. */
function bandPath(run, scale, { clockLine, takenLine }) {
  const [a, b] = run.from.map(scale.x);
  const [c, d] = (run.to ?? run.from).map(scale.x);
  const middle = (clockLine + takenLine) / 2;
  const path = new Path2D();
  path.moveTo(a, clockLine);
  path.bezierCurveTo(a, middle, c, middle, c, takenLine);
  path.lineTo(Math.max(d, c + 1), takenLine);
  path.bezierCurveTo(Math.max(d, c + 1), middle, Math.max(b, a + 1), middle, Math.max(b, a + 1), clockLine);
  path.closePath();
  return path;
}

/** Draws one lane, and remembers what is where. */
export function paintLane(canvas, lane, { span, width, origin, step, ticks, theme, chosen, isNarrow }) {
  const rows = rowsOf(lane);
  const context = contextOf(canvas, width, rows.height);
  const scale = scaleOf({ span, width, origin, step });
  if (!isNarrow) {
    context.fillStyle = theme.soft;
    context.font = `11px ${theme.font}`;
    if (lane.hasClock) context.fillText('clock said', 0, rows.clockLine - 2);
    context.fillText('taken', 0, rows.takenLine + 11);
  }
  context.save();
  context.beginPath();
  context.rect(scale.left, 0, width - scale.left, rows.height);
  context.clip();

  context.fillStyle = theme.grid;
  for (const { at, isMajor } of ticks)
    context.fillRect(Math.round(scale.x(at)), 0, isMajor ? 1.5 : 1, rows.height);

  const height = BARS_PX.taken;
  const stretchMost = Math.log1p(Math.max(LEAST_FULL, ...lane.stretches.map(([, , , photos]) => photos)));
  for (const [from, to, level, photos] of lane.stretches) {
    const [start, end] = [scale.x(origin + from * step), scale.x(origin + to * step)];
    if (end < scale.left || start > width) continue;
    const tall = Math.max(4, (height * 0.8 * Math.log1p(photos)) / stretchMost);
    context.fillStyle = theme.levels[level];
    context.globalAlpha = 0.16;
    context.fillRect(start, rows.takenLine, Math.max(2, end - start), tall);
    context.globalAlpha = 0.55;
    context.fillRect(start, rows.takenLine + tall - 1, Math.max(2, end - start), 1);
  }
  context.globalAlpha = 1;

  const bands = lane.runs.map((run) => ({ run, path: bandPath(run, scale, rows) }));
  for (const { run, path } of bands) {
    const isChosen = run === chosen;
    context.fillStyle = run.state === 'doubtful' ? theme.doubtful : theme.moved;
    context.strokeStyle = context.fillStyle;
    context.globalAlpha = isChosen ? 0.5 : run.state === 'doubtful' ? 0.1 : 0.22;
    context.fill(path);
    context.globalAlpha = isChosen ? 1 : 0.5;
    context.lineWidth = isChosen ? 1.5 : 0.75;
    context.setLineDash(run.state === 'doubtful' ? [4, 3] : []);
    context.stroke(path);
  }
  context.setLineDash([]);
  context.globalAlpha = 1;

  const clock = barsOf(lane.clock, scale);
  const taken = barsOf(lane.taken, scale);
  const up = { scale, line: rows.clockLine, height: BARS_PX.clock, direction: -1 };
  const down = { scale, line: rows.takenLine, height, direction: 1 };
  if (lane.hasClock) paintBars(context, clock, [theme.kept, theme.moved], up);
  paintBars(context, taken, theme.levels, down);

  context.fillStyle = theme.line;
  if (lane.hasClock) context.fillRect(scale.left, rows.clockLine, width - scale.left, 1);
  context.fillRect(scale.left, rows.takenLine - 1, width - scale.left, 1);
  context.restore();
  return { scale, rows, bands, clock, taken, context };
}
