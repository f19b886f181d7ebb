import type { DateDeed, DatesDecided } from '../../api/wire.ts';
import { countText } from '../../format/numbers.ts';
import { shiftText, wallMillis } from '../../format/shift.ts';
import { intervalText } from '../../format/wall-time.ts';
import type { Words } from '../../words/index.ts';
import type { Language } from '../../words/language.ts';

/** What came of a deed, in a sentence. */
export function toldOfDates(deed: DateDeed, answer: unknown, words: Words, language: Language): string {
  const { deed: number, targets } = answer as DatesDecided;
  if (number === null) return words.review.told.unchanged;
  const count = targets.reduce((sum, { photos }) => sum + photos, 0);
  const photos = words.dates.photoCount(count, countText(count, language));
  const [target] = targets;
  if (deed.kind === 'forget' || target === undefined || target.decided === null) {
    return words.dates.told(photos, words.dates.toldForgotten);
  }
  const { start, end } = target.decided;
  const taken = words.dates.toldSet(intervalText(start, end, language));
  if (target.shiftMillis === null || target.clock === null) return words.dates.told(photos, taken);
  const shift = shiftText(target.shiftMillis, wallMillis(target.clock.start), words.dates);
  return words.dates.told(photos, `${shift}, ${taken}`);
}
