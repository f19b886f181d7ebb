import type { DateDeed, DateTargets } from '../../api/wire.ts';

/** Fields of a shift as they were typed. */
export interface ShiftFields {
  readonly sign: '+' | '-';
  readonly years: string;
  readonly days: string;
  readonly hours: string;
  readonly minutes: string;
}

/** Whom a deed is for: a run or photos, or the folder that a photo lies in. */
export type DraftTarget =
  | { readonly kind: 'own' }
  /** @param sample SHA-1 of one of its photos */
  | { readonly kind: 'folder'; readonly path: string; readonly sample: string };

/** What is being typed, before it is decided. */
export interface Draft {
  readonly kind: 'shift' | 'at' | 'set';
  readonly target: DraftTarget;
  readonly shift: ShiftFields;
  /** When the photo was taken: 2008-07-05T14:30. */
  readonly at: string;
  /** A day, a month or a year. */
  readonly set: string;
}

const NO_SHIFT: ShiftFields = { sign: '+', years: '', days: '', hours: '', minutes: '' };

export const newDraft = (kind: Draft['kind'], at: string, target: DraftTarget = { kind: 'own' }): Draft => ({
  kind,
  target,
  shift: NO_SHIFT,
  at,
  set: '',
});

/** As the server reads it: +8y2d5h30m; null where it is none. */
export function shiftOf({ sign, years, days, hours, minutes }: ShiftFields): string | null {
  const parts = [
    [years, 'y'],
    [days, 'd'],
    [hours, 'h'],
    [minutes, 'm'],
  ].map(([typed, unit]) => [typed!.trim(), unit] as const);
  if (parts.some(([typed]) => !/^\d*$/.test(typed))) return null;
  const said = parts.filter(([typed]) => Number(typed) > 0).map(([typed, unit]) => `${Number(typed)}${unit}`);
  return said.length === 0 ? null : `${sign}${said.join('')}`;
}

/** What the draft asks for; null where it says nothing yet. @param photo the one that `at` is about */
export function orderOf(
  draft: Draft,
  own: DateTargets,
  photo: string | null,
): { of: DateTargets; deed: DateDeed } | null {
  const of: DateTargets = draft.target.kind === 'own' ? own : { folderOf: draft.target.sample };
  if (draft.kind === 'shift') {
    const by = shiftOf(draft.shift);
    return by === null ? null : { of, deed: { kind: 'shift', by } };
  }
  if (draft.kind === 'set') {
    const to = draft.set.trim();
    return /^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?)?)?$/.test(to)
      ? { of, deed: { kind: 'set', to } }
      : null;
  }
  if (photo === null || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(draft.at)) return null;
  return { of, deed: { kind: 'set', to: draft.at.slice(0, 19), photo } };
}
