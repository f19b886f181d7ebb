import { isoWallTime } from '../app/dates/in-words.ts';
import type { CaptureTime } from '../domain/capture-time.ts';
import { printable } from './output.ts';

/** One photo: its date as far as it is known, its trust, and a line for each witness. */
export function whyInWords(path: string, time: CaptureTime): string {
  const { wallMillis, interval, precision, trustScore, uncertain, byHand, signalsUsed } = time;
  const at = (millis: number) => isoWallTime(millis).replace('T', ' ');
  const isInstant = interval !== null && interval.startMillis === interval.endMillis;
  const between =
    interval === null || isInstant ? '' : `, from ${at(interval.startMillis)} to ${at(interval.endMillis)}`;
  const marks = [byHand ? 'by hand' : null, uncertain ? 'uncertain' : null].filter((mark) => mark !== null);
  const said = wallMillis === null ? 'no date' : `${at(wallMillis)} (to the ${precision}${between})`;
  const head = [`${said}, trust ${trustScore.toFixed(2)}`, ...marks].join(', ');
  const witnesses = signalsUsed.map(
    ({ name, weight, agrees, reason }) =>
      `    ${agrees ? '+' : '-'} ${name} ${weight}: ${printable(reason)}\n`,
  );
  return `${printable(path)}\n  ${head}\n${witnesses.join('')}`;
}
