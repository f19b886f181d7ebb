import type { JournalRuns } from '../../api/wire.ts';

type Row = JournalRuns['rows'][number];

export interface ShownRun extends Row {
  /**
   * What can be done about it: here, or in the panel Config with the vocabulary that it went with; `moved` where
   * sidecars changed their place, which has no way back; null where nothing is left to do.
   */
  readonly back: 'undo' | 'redo' | 'config' | 'moved' | null;
  /** The redo that put back what this undo took out. */
  readonly redoneBy: number | null;
}

/** The newest first, each with the way back. */
export function runsShown(rows: readonly Row[]): ShownRun[] {
  const redone = new Map(
    rows.flatMap((row) => (row.kind === 'redo' && row.of !== null ? [[row.of, row.id]] : [])),
  );
  return rows
    .map((row) => {
      const redoneBy = redone.get(row.id) ?? null;
      // Sidecars that only moved are not counted as changed.
      const isNothing = row.sidecars === 0 && row.kind !== 'bring-home';
      return { ...row, redoneBy, back: isNothing ? null : wayBack(row.kind, redoneBy) };
    })
    .reverse();
}

function wayBack(kind: string, redoneBy: number | null): ShownRun['back'] {
  if (kind === 'undo') return redoneBy === null ? 'redo' : null;
  if (kind === 'write' || kind === 'redo') return 'undo';
  // A renaming is taken back as a whole, with its vocabulary.
  if (kind === 'vocabulary') return 'config';
  return kind === 'bring-home' ? 'moved' : null;
}

/** The command as it was typed; null where it came from this page. */
export const commandOf = ({ command }: Row): string | null =>
  command.startsWith('page: ') ? null : `photo-tag ${command}`;
