import { listenToOverview, paintAxis, paintOverview } from './overview.js';
import { gutterOf, paintLane, rowsOf } from './painter.js';
import { clamped, decodeBins, momentWords, roomy, spanWords, ticksOf, zoomedSpan } from './timeline.ts';

/** Between two labels of the scale, CSS pixels. */
const TICK_PX = 84;
const ZOOM_STEP = 1.6;
const PAN_SHARE = 0.15;
/** Bins that are seen at the closest zoom. */
const FEWEST_BINS = 24;
/** Lanes that are drawn before they are scrolled to, CSS pixels. */
const AHEAD_PX = 300;
const LEVEL_WORDS = ['set by hand', 'trust 0.8 and more', 'trust 0.5 to 0.8', 'doubtful'];
const CLOCK_WORDS = ['as the clock said', 'put right'];

const byId = (id) => document.getElementById(id);
const dataElement = byId('data');
if (dataElement !== null) start(JSON.parse(dataElement.textContent));

function start({ origin, step, lanes: packed, runs, whole: all, seen }) {
  const lanes = packed.map((lane, index) => ({
    clock: lane.clock.map(decodeBins),
    taken: lane.taken.map(decodeBins),
    stretches: lane.stretches,
    runs: runs.filter((run) => run.lane === index),
    hasClock: lane.clock.some((bins) => bins !== ''),
    canvas: byId(`lane-${index}`),
    drawn: null,
    isStale: true,
  }));
  const overview = byId('overview');
  const axis = byId('axis');
  const tip = byId('tip');
  const shortest = FEWEST_BINS * step;
  const whole = clamped(roomy({ from: all[0], to: all[1] }), { from: -Infinity, to: Infinity }, 2 * shortest);
  const home = clamped(roomy({ from: seen[0], to: seen[1] }), whole, shortest);
  const state = {
    /** The stretch that is seen. Not kept. */
    span: home,
    /** Run under the pointer or chosen from the list. Not kept. */
    chosen: null,
  };
  let theme = readTheme();
  let isQueued = false;

  const redraw = () => {
    for (const lane of lanes) lane.isStale = true;
    paintSoon();
  };
  const paintSoon = () => {
    if (isQueued) return;
    isQueued = true;
    requestAnimationFrame(() => {
      isQueued = false;
      paint();
    });
  };
  const paint = () => {
    const width = overview.clientWidth;
    const { span, chosen } = state;
    const ticks = ticksOf(span, Math.max(2, Math.floor((width - gutterOf(width)) / TICK_PX)));
    const common = {
      span,
      whole,
      width,
      origin,
      step,
      ticks,
      theme,
      chosen,
      isNarrow: gutterOf(width) === 0,
    };
    paintOverview(overview, { ...common, lanes });
    paintAxis(axis, common);
    for (const lane of lanes) {
      if (!lane.isStale || !isNear(lane.canvas)) continue;
      lane.drawn = paintLane(lane.canvas, lane, common);
      lane.isStale = false;
    }
    byId('seen').textContent = spanWords(span);
  };
  const look = (span) => {
    state.span = clamped(span, whole, shortest);
    hideTip();
    redraw();
  };
  const zoom = (factor, at = 0.5) => look(zoomedSpan(state.span, factor, at));
  const pan = (share) => {
    const length = state.span.to - state.span.from;
    look({ from: state.span.from + share * length, to: state.span.to + share * length });
  };

  const hideTip = () => {
    tip.hidden = true;
  };
  const showTip = (event, lines) => {
    tip.replaceChildren(
      ...lines.map(([tag, text]) => {
        const line = document.createElement(tag);
        line.textContent = text;
        return line;
      }),
    );
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    const left = Math.min(innerWidth - width - 8, Math.max(8, event.clientX + 14));
    const below = event.clientY + 18;
    const top = below + height > innerHeight - 8 ? event.clientY - height - 12 : below;
    tip.style.setProperty('--left', `${left}px`);
    tip.style.setProperty('--top', `${Math.max(8, top)}px`);
  };
  const choose = (run) => {
    if (state.chosen === run) return;
    const changed = new Set([state.chosen?.lane, run?.lane]);
    state.chosen = run;
    lanes.forEach((lane, index) => {
      if (changed.has(index)) lane.isStale = true;
    });
    paintSoon();
  };

  /** What lies under a point of a lane, in words. */
  const wordsAt = (lane, x, y) => {
    const { scale, rows, bands, clock, taken } = lane.drawn;
    if (x < scale.left) return null;
    if (bands.length > 0 && y > rows.clockLine && y < rows.takenLine) {
      const hit = bands.findLast(({ path }) => isOn(lane, path, x, y));
      if (hit) return { run: hit.run, lines: runLines(hit.run) };
      return null;
    }
    const isClock = rows.clockLine !== null && y <= rows.clockLine;
    const bars = isClock ? clock : taken;
    const slot = nearestSlot(scale, bars.totals, x);
    const stretches = isClock ? [] : stretchesAt(lane, scale, x);
    if (slot === null && stretches.length === 0) return null;
    const lines = [];
    if (slot !== null) {
      const { from, to } = scale.slotSpan(slot);
      lines.push(['strong', momentWords(from, to - from < 48 * 3_600_000)]);
      bars.counts.forEach((level, i) => {
        if (level[slot] > 0)
          lines.push(['span', `${count(level[slot])}, ${(isClock ? CLOCK_WORDS : LEVEL_WORDS)[i]}`]);
      });
    }
    for (const [from, to, level, photos] of stretches) {
      const span = { from: origin + from * step, to: origin + to * step };
      lines.push(['span', `${count(photos)} of some time in ${spanWords(span)}, ${LEVEL_WORDS[level]}`]);
    }
    return { run: null, lines };
  };
  const stretchesAt = (lane, scale, x) => {
    const bin = (scale.timeAt(x) - origin) / step;
    return lane.stretches.filter(([from, to]) => from <= bin && bin <= to).slice(-4);
  };

  lanes.forEach((lane) => {
    const { canvas } = lane;
    canvas.style.height = `${rowsOf(lane).height}px`;
    let held = null;
    canvas.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      held = { x: event.clientX, span: state.span };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      const box = canvas.getBoundingClientRect();
      if (held !== null && Math.abs(event.clientX - held.x) > 3) {
        const { from, to } = held.span;
        const moved = ((held.x - event.clientX) / (box.width - gutterOf(box.width))) * (to - from);
        look({ from: from + moved, to: to + moved });
        return;
      }
      if (lane.drawn === null) return;
      const found = wordsAt(lane, event.clientX - box.left, event.clientY - box.top);
      choose(found?.run ?? null);
      if (found === null) hideTip();
      else showTip(event, found.lines);
    });
    const release = () => {
      held = null;
    };
    canvas.addEventListener('pointerup', release);
    canvas.addEventListener('pointercancel', release);
    canvas.addEventListener('pointerleave', () => {
      hideTip();
      choose(null);
    });
    canvas.addEventListener('dblclick', (event) => zoom(1 / (2 * ZOOM_STEP), shareAt(canvas, event)));
    canvas.addEventListener(
      'wheel',
      (event) => {
        if (event.ctrlKey || event.metaKey) {
          event.preventDefault();
          zoom(1.004 ** event.deltaY, shareAt(canvas, event));
        } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
          event.preventDefault();
          pan(event.deltaX / canvas.clientWidth);
        }
      },
      { passive: false },
    );
  });
  listenToOverview(overview, { whole, shortest, spanNow: () => state.span, look });

  const deeds = {
    closer: () => zoom(1 / ZOOM_STEP),
    farther: () => zoom(ZOOM_STEP),
    earlier: () => pan(-PAN_SHARE),
    later: () => pan(PAN_SHARE),
    photos: () => look(home),
    everything: () => look(whole),
  };
  for (const [id, deed] of Object.entries(deeds)) byId(id).addEventListener('click', deed);
  const KEYS = {
    '+': 'closer',
    '=': 'closer',
    '-': 'farther',
    ArrowLeft: 'earlier',
    ArrowRight: 'later',
    0: 'photos',
    a: 'everything',
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const deed = deeds[KEYS[event.key]];
    if (event.key === 'Escape') hideTip();
    if (deed === undefined) return;
    event.preventDefault();
    deed();
  });

  for (const button of document.querySelectorAll('[data-run]')) {
    button.addEventListener('click', () => {
      const run = runs[Number(button.dataset.run)];
      const times = [...run.from, ...(run.to ?? [])];
      look(roomy({ from: Math.min(...times), to: Math.max(...times) }));
      choose(run);
      lanes[run.lane]?.canvas.scrollIntoView({ block: 'center' });
    });
  }

  const isNear = (canvas) => {
    const { top, bottom } = canvas.getBoundingClientRect();
    return bottom > -AHEAD_PX && top < innerHeight + AHEAD_PX;
  };
  addEventListener('scroll', paintSoon, { passive: true });
  new ResizeObserver(redraw).observe(overview);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    theme = readTheme();
    redraw();
  });
  redraw();
}

function runLines(run) {
  return [
    ['strong', `${run.id} · ${run.photos}`],
    ['span', run.stateWords],
    ['span', `clock said ${run.clockWords}`],
    ['span', `${run.state === 'doubtful' ? 'best guess' : 'now'} ${run.takenWords}`],
    ...(run.reasons === '' ? [] : [['small', run.reasons]]),
  ];
}

function isOn({ drawn, canvas }, path, x, y) {
  const ratio = canvas.width / canvas.clientWidth;
  drawn.context.lineWidth = 6;
  return (
    drawn.context.isPointInPath(path, x * ratio, y * ratio) ||
    drawn.context.isPointInStroke(path, x * ratio, y * ratio)
  );
}

/** The bar under the pointer, or the nearest within a few pixels. */
function nearestSlot(scale, totals, x) {
  let best = null;
  for (let slot = Math.max(0, scaleSlot(scale, x - 5)); slot <= scaleSlot(scale, x + 5); slot++) {
    if (!(totals[slot] > 0)) continue;
    const off = Math.abs(scale.slotX(slot) + scale.slotPx / 2 - x);
    if (best === null || off < best.off) best = { slot, off };
  }
  return best?.slot ?? null;
}

function scaleSlot(scale, x) {
  const width = scale.slotX(1) - scale.slotX(0);
  return Math.floor((x - scale.slotX(0)) / width);
}

function shareAt(canvas, event) {
  const box = canvas.getBoundingClientRect();
  const left = gutterOf(box.width);
  return Math.min(1, Math.max(0, (event.clientX - box.left - left) / (box.width - left)));
}

const count = (photos) => (photos === 1 ? '1 photo' : `${photos.toLocaleString('en')} photos`);

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  return {
    text: colour('--text'),
    soft: colour('--soft'),
    line: colour('--rule'),
    grid: colour('--grid'),
    veil: colour('--veil'),
    focus: colour('--focus'),
    kept: colour('--kept'),
    moved: colour('--moved'),
    doubtful: colour('--t-doubtful'),
    levels: ['--t-hand', '--t-sure', '--t-likely', '--t-doubtful'].map(colour),
    font: getComputedStyle(document.body).fontFamily,
  };
}
