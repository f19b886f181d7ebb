/** Photos in a window: log-normal, half of the windows have fewer than 60; a day's event has thousands. */
const MEDIAN = 60;
const SPREAD = 1.2;
const EVENTS = [20_000, 12_000, 8000, 5000];

/** Sizes of the windows of a library, in random order; events are among them where the library is large enough. */
export function windowSizes(total: number, random: () => number): number[] {
  const drawn = EVENTS.filter((size) => size <= total / 10);
  let left = total - drawn.reduce((sum, size) => sum + size, 0);
  while (left > 0) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const size = Math.min(left, Math.max(1, Math.round(MEDIAN * Math.exp(SPREAD * normal))), 5000);
    drawn.push(size);
    left -= size;
  }
  for (let i = drawn.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [drawn[i], drawn[other]] = [drawn[other]!, drawn[i]!];
  }
  return drawn;
}
