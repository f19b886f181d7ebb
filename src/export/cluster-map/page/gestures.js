/** A press that moves less is a tap, CSS pixels. */
const TAP_PX = 6;
/** Of one pixel of the wheel; a notch of a mouse is some 100. */
const WHEEL = 0.0016;
/** Two fingers on a touchpad come as a wheel with the control key, in small steps. */
const TOUCHPAD_PINCH = 0.01;

/**
 * Hands and mouse on the map: drag moves, wheel and two fingers zoom, a tap selects, a mouse that passes points.
 * Positions are those in the canvas.
 */
export function listenToHands(canvas, { drag, zoom, tap, point }) {
  const pressed = new Map();
  let travelled = 0;
  const position = (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const spread = () => {
    const [[ax, ay], [bx, by]] = [...pressed.values()];
    return { distance: Math.hypot(ax - bx, ay - by), middle: [(ax + bx) / 2, (ay + by) / 2] };
  };

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button > 0) return;
    canvas.setPointerCapture(event.pointerId);
    if (pressed.size === 0) travelled = 0;
    pressed.set(event.pointerId, position(event));
  });
  canvas.addEventListener('pointermove', (event) => {
    const to = position(event);
    const from = pressed.get(event.pointerId);
    if (from === undefined) {
      if (event.pointerType === 'mouse') point(to);
      return;
    }
    if (pressed.size === 2) {
      const before = spread();
      pressed.set(event.pointerId, to);
      const after = spread();
      travelled = Number.POSITIVE_INFINITY;
      drag(after.middle[0] - before.middle[0], after.middle[1] - before.middle[1]);
      if (before.distance > 0) zoom(after.distance / before.distance, after.middle);
      return;
    }
    travelled += Math.hypot(to[0] - from[0], to[1] - from[1]);
    pressed.set(event.pointerId, to);
    if (pressed.size === 1 && travelled > TAP_PX) drag(to[0] - from[0], to[1] - from[1]);
  });
  const release = (event) => {
    const isTap = pressed.size === 1 && travelled <= TAP_PX && event.type === 'pointerup';
    pressed.delete(event.pointerId);
    if (isTap) tap(position(event), event.pointerType);
  };
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  canvas.addEventListener('pointerleave', () => {
    if (pressed.size === 0) point(null);
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const pixels = event.deltaY * (event.deltaMode === 1 ? 30 : 1);
      zoom(Math.exp(-pixels * (event.ctrlKey ? TOUCHPAD_PINCH : WHEEL)), position(event));
    },
    { passive: false },
  );
}
