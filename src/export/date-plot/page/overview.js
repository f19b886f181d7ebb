import { barsOf, contextOf, gutterOf, scaleOf } from './painter.js';
import { clamped, zoomedSpan } from './timeline.ts';

const OVERVIEW_PX = 46;
const AXIS_PX = 22;
/** How near the edge of the window must be to be taken by it, CSS pixels. */
const GRIP_PX = 7;

/** Photos in each bar over the whole time: the same until the window is made wider. */
const known = { width: 0, totals: new Float32Array() };

function totalsOf(lanes, scale) {
  if (known.width === scale.width) return known.totals;
  const totals = new Float32Array(scale.slots);
  for (const lane of lanes) {
    barsOf(lane.taken, scale).totals.forEach((photos, slot) => {
      totals[slot] += photos;
    });
    for (const [from, , , photos] of lane.stretches) {
      const slot = scale.slotOf(from);
      if (slot >= 0 && slot < totals.length) totals[slot] += photos;
    }
  }
  Object.assign(known, { width: scale.width, totals });
  return totals;
}

/** All lanes as one, over the whole time, with a window on what is seen. */
export function paintOverview(canvas, { lanes, whole, span, width, origin, step, theme }) {
  const context = contextOf(canvas, width, OVERVIEW_PX);
  const scale = scaleOf({ span: whole, width, origin, step });
  const totals = totalsOf(lanes, scale);
  const most = Math.log1p(totals.reduce((a, b) => Math.max(a, b), 40));
  context.fillStyle = theme.kept;
  totals.forEach((photos, slot) => {
    if (photos === 0) return;
    const tall = Math.max(2, ((OVERVIEW_PX - 8) * Math.log1p(photos)) / most);
    context.fillRect(scale.slotX(slot), OVERVIEW_PX - 2 - tall, scale.slotPx, tall);
  });
  context.fillStyle = theme.line;
  context.fillRect(scale.left, OVERVIEW_PX - 2, width - scale.left, 1);
  const [from, to] = [scale.x(span.from), scale.x(span.to)];
  context.fillStyle = theme.veil;
  context.fillRect(scale.left, 0, from - scale.left, OVERVIEW_PX);
  context.fillRect(to, 0, width - to, OVERVIEW_PX);
  context.strokeStyle = theme.focus;
  context.lineWidth = 1.5;
  context.strokeRect(from + 0.75, 0.75, Math.max(3, to - from - 1.5), OVERVIEW_PX - 1.5);
}

export function paintAxis(canvas, { span, width, origin, step, ticks, theme }) {
  const context = contextOf(canvas, width, AXIS_PX);
  const scale = scaleOf({ span, width, origin, step });
  ticks.forEach(({ at, label, isMajor }, i) => {
    const x = scale.x(at);
    const room = (ticks[i + 1] ? scale.x(ticks[i + 1].at) : width) - x;
    context.fillStyle = theme.line;
    context.fillRect(Math.round(x), 0, 1, AXIS_PX);
    context.fillStyle = isMajor ? theme.text : theme.soft;
    context.font = `${isMajor ? 600 : 400} 12px ${theme.font}`;
    if (context.measureText(label).width + 6 < room) context.fillText(label, x + 5, 15);
  });
}

/** The window is dragged, its edges are drawn out, and a new one is opened beside it. */
export function listenToOverview(canvas, { whole, shortest, spanNow, look }) {
  let held = null;
  const timeAt = (event) => {
    const box = canvas.getBoundingClientRect();
    const left = gutterOf(box.width);
    return whole.from + ((event.clientX - box.left - left) / (box.width - left)) * (whole.to - whole.from);
  };
  const millisPerPx = () =>
    (whole.to - whole.from) / Math.max(1, canvas.clientWidth - gutterOf(canvas.clientWidth));
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    const at = timeAt(event);
    const span = spanNow();
    const grip = GRIP_PX * millisPerPx();
    const part =
      Math.abs(at - span.from) < grip
        ? 'from'
        : Math.abs(at - span.to) < grip
          ? 'to'
          : at > span.from && at < span.to
            ? 'all'
            : 'new';
    held = { part, at, span };
  });
  canvas.addEventListener('pointermove', (event) => {
    if (held === null) return;
    const at = timeAt(event);
    const { from, to } = held.span;
    const moved = at - held.at;
    if (held.part === 'all') look({ from: from + moved, to: to + moved });
    else if (held.part === 'from') look({ from: Math.min(at, to - shortest), to });
    else if (held.part === 'to') look({ from, to: Math.max(at, from + shortest) });
    else if (Math.abs(moved) > 4 * millisPerPx())
      look({ from: Math.min(at, held.at), to: Math.max(at, held.at) });
  });
  const release = () => {
    held = null;
  };
  canvas.addEventListener('pointerup', (event) => {
    const { from, to } = spanNow();
    const isClick = held?.part === 'new' && Math.abs(timeAt(event) - held.at) <= 4 * millisPerPx();
    if (isClick) look({ from: held.at - (to - from) / 2, to: held.at + (to - from) / 2 });
    release();
  });
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { from, to } = spanNow();
      const at = Math.min(1, Math.max(0, (timeAt(event) - from) / (to - from)));
      look(clamped(zoomedSpan({ from, to }, 1.0015 ** event.deltaY, at), whole, shortest));
    },
    { passive: false },
  );
}
