import type { OwnKeyword } from './sidecar-ledger.ts';

/** What to take back: what meets all that is named. */
export interface UndoSelection {
  readonly run?: number | undefined;
  /** A name (`flower`) or a keyword with its prefix (`CK:flower`). */
  readonly tag?: string | undefined;
  readonly model?: string | undefined;
  /** Written then or later; milliseconds since 1970 UTC. */
  readonly sinceMillis?: number | undefined;
}

export const isSelected = (item: OwnKeyword, { run, tag, model, sinceMillis }: UndoSelection): boolean =>
  (run === undefined || item.runId === run || item.lastRunId === run) &&
  (tag === undefined || namesOf(item).includes(plain(tag))) &&
  (model === undefined || item.model === model) &&
  (sinceMillis === undefined || Date.parse(item.at) >= sinceMillis);

/** Both layers have their name as prefix, whatever the sidecars are given. */
const namesOf = ({ layer, name, keyword }: OwnKeyword): string[] =>
  [name, `${layer}:${name}`, keyword].map(plain);

const plain = (text: string): string => text.normalize('NFC').trim();

const AGO = /^(\d+)\s*(m|min|h|d|w)$/;
const UNIT_MILLIS: Record<string, number> = {
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * `2h`, `3d`: so long ago. `2026-05-31`, `2026-05-31T14:30`: by the clock of this machine.
 *
 * @returns milliseconds since 1970 UTC; null where it is none of these.
 */
export function readSince(text: string, nowMillis: number): number | null {
  const [, count, unit] = AGO.exec(text.trim()) ?? [];
  if (count !== undefined) return nowMillis - Number(count) * UNIT_MILLIS[unit!]!;
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text.trim()))
    return null;
  const iso = text.trim().replace(' ', 'T');
  // A date without a time would be read as UTC.
  const millis = Date.parse(iso.length === 10 ? `${iso}T00:00` : iso);
  return Number.isNaN(millis) ? null : millis;
}
