import type { SheetMember } from './contact-sheet.ts';

/** How far a date can be believed, as it is shown: a colour, a shape and words. */
export interface DateTrust {
  readonly level: 'sure' | 'likely' | 'doubtful' | 'none';
  readonly words: string;
}

/** Something else than the camera's own clock confirms the hour. */
const SURE_FROM = 0.8;
/** The day is sure, and the hour is as the camera says. */
const LIKELY_FROM = 0.5;

export function trustOf(member: SheetMember): DateTrust {
  if (member.when === '') return { level: 'none', words: 'no date' };
  if (member.uncertain || member.trust < LIKELY_FROM) return { level: 'doubtful', words: 'date doubtful' };
  return member.trust >= SURE_FROM
    ? { level: 'sure', words: 'hour sure' }
    : { level: 'likely', words: 'day sure' };
}

const ORDER = ['sure', 'likely', 'doubtful', 'none'] as const;

/** A row is as sure as its least sure photo, and says how many those are. */
export function trustOfAll(members: readonly SheetMember[]): DateTrust {
  const all = members.map(trustOf);
  const level = ORDER.findLast((one) => all.some((trust) => trust.level === one)) ?? 'none';
  const worst = all.filter((trust) => trust.level === level);
  const words = worst[0]?.words ?? 'no date';
  return {
    level,
    words: worst.length === all.length ? words : `${words} on ${worst.length} of ${all.length}`,
  };
}

/** What is left of each time when the words that all share are taken away: under a thumb only that has room. */
export function shortTimes(members: readonly SheetMember[]): readonly string[] {
  const words = members.map(({ when }) => when.split(' '));
  const dated = words.filter((time) => time[0] !== '');
  const shortest = Math.min(...dated.map((time) => time.length));
  let shared = 0;
  while (shared < shortest - 1 && dated.every((time) => time[shared] === dated[0]![shared])) shared++;
  return words.map((time) => (time[0] === '' ? 'no date' : time.slice(shared).join(' ')));
}

/** The reasons of all members, each once, with how many photos it holds for. */
export function reasonsOf(members: readonly SheetMember[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { dateReason } of members) counts.set(dateReason, (counts.get(dateReason) ?? 0) + 1);
  return [...counts]
    .filter(([reason]) => reason !== '')
    .map(([reason, count]) =>
      count === members.length || count === 1 ? reason : `${reason} (${count} photos)`,
    );
}

export const percent = (share: number): string => `${Math.round(100 * Math.min(1, Math.max(0, share)))} %`;
