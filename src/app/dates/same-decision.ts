import type { DateDecision } from '../../domain/capture-time.ts';

/** Whether two decisions say the same; null: nothing was said. */
export function isSameDecision(one: DateDecision | null, other: DateDecision | null): boolean {
  if (one === null || other === null) return one === other;
  if (one.kind === 'shift') return other.kind === 'shift' && other.shiftMillis === one.shiftMillis;
  return (
    other.kind === 'set' &&
    other.interval.startMillis === one.interval.startMillis &&
    other.interval.endMillis === one.interval.endMillis
  );
}
