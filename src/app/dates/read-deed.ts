import { parseClockShift } from '../../algorithms/clock-shift.ts';
import { parseSaidTime } from '../../algorithms/said-time.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import type { DateDeed } from './plan-decisions.ts';

/** The deed and its targets as they were typed. At most one of the deeds is given. */
export interface TypedDeed {
  readonly accept?: boolean | undefined;
  readonly keep?: boolean | undefined;
  readonly forget?: boolean | undefined;
  readonly shift?: string | undefined;
  readonly set?: string | undefined;
  readonly targets: readonly string[];
}

export interface ReadDeed {
  readonly deed: DateDeed;
  /** At least one. */
  readonly targets: readonly string[];
}

/**
 * What is to be done, and with what; null where nothing is. The target may stand before its time or after it:
 * `--set 2008 Rio` and `--set Rio 2008` mean the same.
 * @throws USAGE for a time that is none, and for a deed without a target
 */
export function readDeed(typed: TypedDeed): ReadDeed | null {
  const { shift, set } = typed;
  if (shift !== undefined) {
    const { value, targets } = valueAmong(shift, typed.targets, parseClockShift) ?? noShift(shift);
    return withTargets({ kind: 'shift', shift: value }, targets, '--shift +5h30m');
  }
  if (set !== undefined) {
    const { value, targets } = valueAmong(set, typed.targets, parseSaidTime) ?? noTime(set);
    return withTargets({ kind: 'set', time: value }, targets, '--set 2008-07-05T14:30');
  }
  for (const kind of ['accept', 'keep', 'forget'] as const) {
    if (typed[kind]) return withTargets({ kind }, typed.targets, `--${kind}`);
  }
  return null;
}

function valueAmong<Value>(
  given: string,
  targets: readonly string[],
  parse: (text: string) => Value | null,
): { value: Value; targets: readonly string[] } | null {
  const value = parse(given);
  if (value !== null) return { value, targets };
  const last = targets.at(-1);
  const swapped = last === undefined ? null : parse(last);
  return swapped === null ? null : { value: swapped, targets: [given, ...targets.slice(0, -1)] };
}

function withTargets(deed: DateDeed, targets: readonly string[], option: string): ReadDeed {
  if (targets.length > 0) return { deed, targets };
  throw new PhotoTagError('USAGE', `${option} needs a run or a folder`, {
    remedy: `Name it: photo-tag dates ${deed.kind === 'accept' ? '--accept all, or ' : ''}${option} r1a2b3c4d5.`,
  });
}

function noShift(text: string): never {
  throw new PhotoTagError('USAGE', `“${text}” is no shift of a clock`, {
    remedy:
      'Write a sign and then years, months, weeks, days, hours, minutes, seconds, as many as needed: +8y2d, +5h30m, -1d, +1mo.',
  });
}

function noTime(text: string): never {
  throw new PhotoTagError('USAGE', `“${text}” is no time`, {
    remedy:
      'Write the local time where the photo was taken, as precisely as it is known: 2008-07-05T14:30, 2008-07-05, 2008-07 or 2008.',
  });
}
