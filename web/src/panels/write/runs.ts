import type { JournalRuns } from '../../api/wire.ts';

type Row = JournalRuns['rows'][number];

export interface ShownRun extends Row {
  /** What can be done about it here; `terminal` where only the command line can; null where nothing is left to do. */
  readonly back: 'undo' | 'redo' | 'terminal' | null;
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
      return { ...row, redoneBy, back: row.sidecars === 0 ? null : wayBack(row.kind, redoneBy) };
    })
    .reverse();
}

function wayBack(kind: string, redoneBy: number | null): ShownRun['back'] {
  if (kind === 'undo') return redoneBy === null ? 'redo' : null;
  if (kind === 'write' || kind === 'redo') return 'undo';
  // A renaming is taken back as a whole, with its vocabulary.
  return kind === 'vocabulary' ? 'terminal' : null;
}

/** The command as it was typed; null where it came from this page. */
export const commandOf = ({ command }: Row): string | null =>
  command.startsWith('page: ') ? null : `photo-tag ${command}`;
