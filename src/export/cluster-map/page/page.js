import { listenToHands } from './gestures.js';
import { createPainter, windowColour } from './painter.js';
import { dragged, fitted, toScreen, zoomed } from './view.ts';

/** Between the points and the edge with everything in view, CSS pixels. */
const MARGIN = { wide: 48, narrow: 30 };
const ARROW_PX = 80;
const ZOOM_STEP = 1.5;
/** How far beside a dot it is still meant, CSS pixels. */
const REACH = { mouse: 6, touch: 20 };
/** Longer lists are for the filter. */
const MOST_WINDOWS = 300;

const margin = ({ width }) => (width < 640 ? MARGIN.narrow : MARGIN.wide);
const byId = (id) => document.getElementById(id);
const canvas = byId('map');
if (canvas !== null) start(JSON.parse(byId('data').textContent));

function start(data) {
  const { points, windows } = data;
  const size = () => ({ width: canvas.clientWidth, height: canvas.clientHeight });
  const theme = {};
  const state = {
    /** Seen part of the map; null until the page is laid out. Not kept. */
    view: null,
    /** Cluster whose card is open, by tap or key. Not kept. */
    selected: null,
    /** Cluster under the mouse. Not kept. */
    pointed: null,
    /** Window that the list has chosen. Not kept. */
    window: null,
    /** 1 for each cluster that the filter and the list leave in. Follows from the two. */
    fits: new Uint8Array(points.length).fill(1),
    /** The scale at which everything fits. Follows from the size. */
    whole: 1,
  };
  let isQueued = false;
  const redraw = () => {
    if (isQueued) return;
    isQueued = true;
    requestAnimationFrame(() => {
      isQueued = false;
      painter.paint({ ...state, size: size(), selected: state.pointed ?? state.selected, theme });
      showCard();
    });
  };
  const painter = createPainter(canvas, data, redraw);

  const all = () =>
    fitted(
      size(),
      points.map((point) => point.x),
      points.map((point) => point.y),
      margin(size()),
    );
  const look = (view) => {
    state.view = view;
    redraw();
  };
  const zoomBy = (factor, at = focusPoint()) => look(zoomed(state.view, size(), factor, at, state.whole));
  /** Keys and buttons zoom about the open card's cluster where it is in view, else about the middle. */
  const focusPoint = () => {
    const { width, height } = size();
    if (state.selected === null) return [width / 2, height / 2];
    const { x, y } = points[state.selected];
    const at = toScreen(state.view, size(), x, y);
    const isInView = at[0] >= 0 && at[1] >= 0 && at[0] <= width && at[1] <= height;
    return isInView ? at : [width / 2, height / 2];
  };
  const select = (index) => {
    state.selected = index;
    state.pointed = null;
    byId('said').textContent = index === null ? '' : sentence(points[index]);
    redraw();
  };
  /** The next in time that is looked for; moved into view where it is outside. */
  const step = (by) => {
    const wanted = points.map((_, index) => index).filter((index) => state.fits[index] === 1);
    if (wanted.length === 0) return;
    const here = wanted.indexOf(state.selected);
    const next =
      wanted[here === -1 ? (by > 0 ? 0 : wanted.length - 1) : (here + by + wanted.length) % wanted.length];
    const { x, y } = points[next];
    const [screenX, screenY] = toScreen(state.view, size(), x, y);
    const { width, height } = size();
    const edge = margin({ width });
    if (screenX < edge || screenY < edge || screenX > width - edge || screenY > height - edge) {
      state.view = { ...state.view, x, y };
    }
    select(next);
  };
  const pan = (dx, dy) => look(dragged(state.view, dx, dy));
  const clear = () => {
    byId('find').value = '';
    chooseWindow(null);
    select(null);
  };

  /** Everything that can be done, once, for buttons and keys alike. */
  const deeds = [
    { keys: ['+', '='], button: 'closer', run: () => zoomBy(ZOOM_STEP) },
    { keys: ['-', '_'], button: 'farther', run: () => zoomBy(1 / ZOOM_STEP) },
    { keys: ['0'], button: 'all', run: () => look(all()) },
    { keys: ['ArrowLeft'], run: () => pan(ARROW_PX, 0) },
    { keys: ['ArrowRight'], run: () => pan(-ARROW_PX, 0) },
    { keys: ['ArrowUp'], run: () => pan(0, ARROW_PX) },
    { keys: ['ArrowDown'], run: () => pan(0, -ARROW_PX) },
    { keys: ['j'], run: () => step(1) },
    { keys: ['k'], run: () => step(-1) },
    { keys: ['Escape'], run: clear },
    {
      keys: ['/'],
      run: () => {
        byId('find').focus();
        byId('find').select();
      },
    },
  ];
  for (const { button, run } of deeds) if (button) byId(button).addEventListener('click', run);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === byId('find') && event.key !== 'Escape') return;
    // Arrows belong to the list of windows while it is in use.
    if (event.key.startsWith('Arrow') && byId('windows').contains(event.target)) return;
    const deed = deeds.find(({ keys }) => keys.includes(event.key));
    if (deed === undefined) return;
    event.preventDefault();
    if (event.target === byId('find')) byId('find').blur();
    deed.run();
  });
  listenToHands(canvas, {
    drag: pan,
    zoom: zoomBy,
    tap: ([x, y], kind) => select(painter.at(x, y, kind === 'mouse' ? REACH.mouse : REACH.touch)),
    point: (at) => {
      const pointed = at === null ? null : painter.at(at[0], at[1], REACH.mouse);
      canvas.style.cursor = pointed === null ? '' : 'pointer';
      if (pointed === state.pointed) return;
      state.pointed = pointed;
      redraw();
    },
  });

  const fold = (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  const texts = points.map((point) => fold([point.when, point.fileName, ...point.tags].join(' ')));
  const filter = () => {
    const words = fold(byId('find').value).split(/\s+/).filter(Boolean);
    let shown = 0;
    points.forEach((point, index) => {
      const isIn = state.window === null || point.window === state.window;
      state.fits[index] = isIn && words.every((word) => texts[index].includes(word)) ? 1 : 0;
      shown += state.fits[index];
    });
    byId('count').textContent = shown === points.length ? '' : `${shown} of ${points.length}`;
    redraw();
  };
  byId('find').addEventListener('input', filter);

  const buttons = windowButtons();
  function chooseWindow(window) {
    state.window = window;
    for (const { index, button } of buttons) button.setAttribute('aria-pressed', String(index === window));
    filter();
  }

  /** One button a window, those with most photos first. */
  function windowButtons() {
    const photos = windows.map(() => 0);
    for (const point of points) photos[point.window] += point.photos;
    const order = windows.map((_, index) => index).sort((a, b) => photos[b] - photos[a]);
    const made = order.slice(0, MOST_WINDOWS).map((index) => {
      const button = element('button', { type: 'button', 'aria-pressed': 'false' });
      const colour = element('i');
      colour.style.background = windowColour(index, windows[index].isDated);
      button.append(
        colour,
        element('span', {}, windows[index].name),
        element('small', {}, String(photos[index])),
      );
      button.addEventListener('click', () => chooseWindow(state.window === index ? null : index));
      return { index, button };
    });
    byId('windows').append(...made.map(({ button }) => button));
    const rest = order.length - made.length;
    if (rest > 0)
      byId('windows').append(element('p', {}, `and ${rest} smaller ones: the filter finds them by date`));
    return made;
  }

  function showCard() {
    const index = state.pointed ?? state.selected;
    const card = byId('card');
    card.hidden = index === null;
    if (index === null) return;
    if (card.dataset.of !== String(index)) fillCard(card, index);
    const { x, y, reach } = painter.placeOf(index);
    const { width, height } = size();
    const gap = reach + 12;
    const left = x + gap + card.offsetWidth < width ? x + gap : x - gap - card.offsetWidth;
    card.style.setProperty('--left', `${Math.max(8, Math.min(width - card.offsetWidth - 8, left))}px`);
    const top = Math.max(8, Math.min(height - card.offsetHeight - 8, y - card.offsetHeight / 2));
    card.style.setProperty('--top', `${top}px`);
  }

  function fillCard(card, index) {
    const point = points[index];
    card.dataset.of = String(index);
    const image = point.thumb === '' ? [] : [element('img', { src: point.thumb, alt: point.fileName })];
    const colour = element('i');
    colour.style.background = windowColour(point.window, windows[point.window].isDated);
    const when = element('strong');
    when.append(colour, point.when);
    const tags = element('ul');
    for (const tag of point.tags) tags.append(element('li', {}, tag));
    card.replaceChildren(
      ...image,
      when,
      element('p', {}, countText(point)),
      tags,
      element('p', { class: 'file' }, point.fileName),
    );
  }

  const readTheme = () => {
    const style = getComputedStyle(document.documentElement);
    for (const name of ['raised', 'text', 'focus']) theme[name] = style.getPropertyValue(`--${name}`).trim();
    redraw();
  };
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', readTheme);
  new ResizeObserver(() => {
    const next = all();
    // A window that grows shows more of the map; everything in view stays everything in view.
    const wasWhole = state.view === null || state.view.scale === state.whole;
    state.whole = next.scale;
    look(wasWhole ? next : state.view);
  }).observe(canvas);
  state.view = all();
  state.whole = state.view.scale;
  readTheme();
}

function element(name, attributes = {}, text = '') {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

function countText({ photos, bursts }) {
  if (photos === 1) return 'single photo';
  return `${photos} photos${bursts > 0 ? `, ${bursts} ${bursts === 1 ? 'burst' : 'bursts'}` : ''}`;
}

const sentence = (point) => [point.when, countText(point), ...point.tags, point.fileName].join(', ');
