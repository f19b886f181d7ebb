import { type Command, Option } from 'commander';
import { listDeeds, redoDeed, type TakenBack, undoDeed } from '../../app/decide/take-back.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json, table } from '../output.ts';
import { counted, wholeNumber } from './decide.ts';

interface DeedsOptions {
  readonly undo?: number | true;
  readonly redo?: number | true;
  readonly limit: number;
}

/** `deeds`: what the user decided, newest first, and taking it back. */
export function addDeedsCommand(program: Command, context: CliContext): void {
  program
    .command('deeds')
    .description('what you accepted, rejected and flagged, newest first; --undo takes it back')
    .addOption(
      new Option('--undo [n]', 'take the last deed back, or the last n')
        .argParser(wholeNumber)
        .conflicts('redo'),
    )
    .addOption(
      new Option('--redo [n]', 'do again what was taken back last, or the last n').argParser(wholeNumber),
    )
    .option('--limit <n>', 'how many are listed', wholeNumber, 20)
    .addHelpText(
      'after',
      '\nPhotos of which you said something else since are left as they are. What was written to sidecars is taken out\n' +
        'with photo-tag undo.',
    )
    .action((options: DeedsOptions, command: Command) =>
      withLibrary(context, command, [], async (library) => {
        const { undo, redo, limit } = options;
        const asJson = globalOptions(command).json;
        const wanted = undo ?? redo;
        if (wanted !== undefined) {
          const one = undo === undefined ? redoDeed : undoDeed;
          const turned: TakenBack[] = [];
          for (let left = wanted === true ? 1 : wanted; left > 0; left--) {
            const back = await one(library);
            if (back === null) break;
            turned.push(back);
          }
          context.stdout.write(
            asJson
              ? json(turned.map(({ datesOf: _, ...deed }) => deed))
              : inWords(turned, undo === undefined),
          );
          return;
        }
        const deeds = await listDeeds(library, { before: null, limit });
        if (asJson) context.stdout.write(json(deeds));
        else if (deeds.length === 0) context.stdout.write('Nothing was decided yet.\n');
        else {
          const rows = deeds.map(({ id, at, words, photos, takenBack }) => [
            String(id),
            at.slice(0, 19).replace('T', ' '),
            words,
            String(photos),
            takenBack ? 'taken back' : '',
          ]);
          context.stdout.write(`${table(['deed', 'when (UTC)', 'what', 'photos', ''], rows)}\n`);
        }
      }),
    );
}

function inWords(turned: readonly TakenBack[], isRedo: boolean): string {
  if (turned.length === 0) return isRedo ? 'Nothing was taken back.\n' : 'There is nothing to take back.\n';
  return turned
    .map(({ words, photos, left }) => {
      const rest = left === 0 ? '' : `; ${left} were decided otherwise since and stay`;
      return `${isRedo ? 'done again' : 'taken back'}: ${words} (${counted(photos, 'photo')}${rest})\n`;
    })
    .join('');
}
