import { type Command, Option } from 'commander';
import type { Library } from '../../../app/library.ts';
import { type CliContext, globalOptions, withLibrary } from '../../context.ts';

export interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly apply?: boolean;
  readonly all?: boolean;
}

/** Sidecars that are listed before `--all` is needed. */
export const SHOWN = 20;

/** What every command takes that changes sidecars. */
export function withApply(command: Command): Command {
  return command
    .option('--dry-run', 'only show what would change (the default)')
    .addOption(new Option('--apply', 'do it: vocabulary, decisions and sidecars').conflicts('dryRun'))
    .option('--all', `list every sidecar, not the first ${SHOWN}`);
}

/** Opens the library, and says what was finished of a change that was killed. */
export function withVocabulary(
  context: CliContext,
  command: Command,
  work: (library: Library, asJson: boolean) => Promise<void>,
): Promise<void> {
  return withLibrary(context, command, [], async (library) => {
    const silence = library.onNotice((notice) => context.stderr.write(`${notice}\n`));
    try {
      await work(library, globalOptions(command).json ?? false);
    } finally {
      silence();
    }
  });
}

export const collected = (value: string, earlier: string[] = []): string[] => [...earlier, value];
