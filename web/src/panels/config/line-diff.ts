export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** In the text before and in the text after, 1-based; null where it is not there. */
  readonly before: number | null;
  readonly after: number | null;
}

/** Lines that stay are shown so far from one that does not. */
const CONTEXT = 3;
/** Two texts that have so little in common are shown one after the other: looking longer helps nobody. */
const MOST_EDITS = 1000;

/**
 * Which lines were taken out and put in, as few as can be (E. Myers, An O(ND) Difference Algorithm and Its Variations,
 * 1986).
 */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const kept = keptPairs(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const pairs: [number, number][] = [
    ...Array.from({ length: head }, (_, i): [number, number] => [i, i]),
    ...kept.map(([x, y]): [number, number] => [x + head, y + head]),
    ...Array.from({ length: tail }, (_, i): [number, number] => [a.length - tail + i, b.length - tail + i]),
    [a.length, b.length],
  ];
  const lines: DiffLine[] = [];
  let [x, y] = [0, 0];
  for (const [keptX, keptY] of pairs) {
    for (; x < keptX; x++) lines.push({ kind: 'removed', text: a[x]!, before: x + 1, after: null });
    for (; y < keptY; y++) lines.push({ kind: 'added', text: b[y]!, before: null, after: y + 1 });
    if (x < a.length && y < b.length) {
      lines.push({ kind: 'same', text: a[x]!, before: x + 1, after: y + 1 });
      x++;
      y++;
    }
  }
  return lines;
}

/** The places with a few lines around each; what lies between is left out. */
export function hunksOf(lines: readonly DiffLine[]): DiffLine[][] {
  const hunks: DiffLine[][] = [];
  let end = 0;
  lines.forEach((line, index) => {
    if (line.kind === 'same') return;
    const start = Math.max(0, index - CONTEXT);
    if (hunks.length === 0 || start > end) hunks.push([]);
    const until = Math.min(lines.length, index + CONTEXT + 1);
    hunks.at(-1)!.push(...lines.slice(hunks.at(-1)!.length === 0 ? start : end, until));
    end = until;
  });
  return hunks;
}

/** Indices of lines that both have, in order. */
function keptPairs(a: readonly string[], b: readonly string[]): [number, number][] {
  if (a.length === 0 || b.length === 0) return [];
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const offset = most + 1;
  const reached = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(reached.slice());
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = isDown(reached, offset, diagonal, edits)
        ? reached[offset + diagonal + 1]!
        : reached[offset + diagonal - 1]! + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      reached[offset + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) return walkBack(trace, offset, a, b);
    }
  }
  return [];
}

const isDown = (reached: Int32Array, offset: number, diagonal: number, edits: number): boolean =>
  diagonal === -edits ||
  (diagonal !== edits && reached[offset + diagonal - 1]! < reached[offset + diagonal + 1]!);

function walkBack(
  trace: readonly Int32Array[],
  offset: number,
  a: readonly string[],
  b: readonly string[],
): [number, number][] {
  const pairs: [number, number][] = [];
  let [x, y] = [a.length, b.length];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const reached = trace[edits]!;
    const diagonal = x - y;
    const from = isDown(reached, offset, diagonal, edits) ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : reached[offset + from]!;
    const fromY = edits === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY) {
      x--;
      y--;
      pairs.push([x, y]);
    }
    [x, y] = [fromX, fromY];
  }
  return pairs.reverse();
}

/** The line end of the last line makes no line of its own. */
const linesOf = (text: string): string[] => {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
};
