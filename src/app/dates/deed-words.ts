import { shiftInWords } from '../../algorithms/clock-shift.ts';
import type { DecidedTarget } from './decide-dates.ts';
import type { DateDeed } from './plan-decisions.ts';

/** A deed in the list of deeds: `dates of 412 photos of Canon EOS 5D: +8 years 186 days`. */
export function deedWords(deed: DateDeed, targets: readonly DecidedTarget[]): string {
  const photos = targets.reduce((sum, target) => sum + target.photos, 0);
  const cameras = [...new Set(targets.flatMap((target) => target.cameras))];
  const of = cameras.length === 1 ? ` of ${cameras[0]}` : '';
  return `dates of ${photos === 1 ? '1 photo' : `${photos} photos`}${of}: ${whatWasSaid(deed, targets)}`;
}

function whatWasSaid(deed: DateDeed, targets: readonly DecidedTarget[]): string {
  if (deed.kind === 'forget') return 'decision taken back';
  if (deed.kind === 'keep') return 'the clock was right';
  const [only] = targets;
  if (targets.length === 1 && only!.shiftMillis !== null && only!.clock !== null) {
    return shiftInWords(only!.shiftMillis, only!.clock.startMillis);
  }
  if (deed.kind === 'set') return `set to ${deed.time.text}`;
  return deed.kind === 'shift' ? deed.shift.text : 'put right';
}
