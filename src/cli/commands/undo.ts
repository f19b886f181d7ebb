import { type Command, InvalidArgumentError, Option } from 'commander';
import { groupProblems } from '../../app/group-problems.ts';
import type { Library } from '../../app/library.ts';
import {
  applyRedo,
  applyUndo,
  type PlannedUndoPage,
  planRedo,
  planUndo,
  undoToRedo,
} from '../../app/undo.ts';
import { readSince, type UndoSelection } from '../../app/undo-selection.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { json, printable, table } from '../output.ts';
import { countLine, problemLines, sidecars } from '../sidecar-summary.ts';
import { undo as undoVocabulary } from './vocab/moves.ts';

interface UndoOptions {
  readonly run?: number;
  readonly tag?: string;
  readonly model?: string;
  readonly since?: number;
  readonly redo?: number | true;
  readonly dryRun?: boolean;
  readonly apply?: boolean;
  readonly all?: boolean;
}

/** Enough to see what would happen; `--all` shows the rest. */
const SHOWN = 40;

const EXAMPLES = `
Without any of these, the runs that wrote sidecars are listed. Several together take back what meets all of them.

  photo-tag undo --run 3                   what run 3 would lose: exactly what it added and is still there
  photo-tag undo --run 3 --apply           take it out of the sidecars
  photo-tag undo --tag "AI:blue glass"     one keyword, wherever we wrote it
  photo-tag undo --model rule --since 2d   what rules proposed and was written in the last two days
  photo-tag undo --redo --apply            put back what the last undo took out

What is taken back is not written again until it is redone, or accepted once more.`;

export function addUndoCommand(program: Command, context: CliContext): void {
  program
    .command('undo')
    .description('show which of our keywords would be taken out of sidecars; with --apply, take them out')
    .option('--run <number>', 'what this run wrote', runNumber)
    .option('--tag <keyword>', 'this keyword: flower, CK:flower')
    .option('--model <name>', 'what this model proposed')
    .option('--since <time>', 'what was written since: 2026-05-31, 2026-05-31T14:30, 2h, 3d', since)
    .addOption(
      new Option('--redo [number]', 'put back what this undo took out (default: the last one)')
        .argParser(runNumber)
        .conflicts(['run', 'tag', 'model', 'since']),
    )
    .option('--dry-run', 'only show the difference (the default)')
    .addOption(new Option('--apply', 'change the sidecars').conflicts('dryRun'))
    .option('--all', `list every sidecar, not the first ${SHOWN}`)
    .addHelpText('after', EXAMPLES)
    .action((options: UndoOptions, command: Command) =>
      withLibrary(context, command, [], (library) => undo(context, command, library, options)),
    );
}

async function undo(
  context: CliContext,
  command: Command,
  library: Library,
  options: UndoOptions,
): Promise<void> {
  const { run, tag, model, since: sinceMillis, redo } = options;
  const selection: UndoSelection = { run, tag, model, sinceMillis };
  const asJson = globalOptions(command).json ?? false;
  if (redo === undefined && Object.values(selection).every((value) => value === undefined)) {
    if (options.apply) {
      throw new PhotoTagError('USAGE', 'Nothing is named to take back', {
        remedy: 'Name a run, a tag, a model or a time: photo-tag undo --help',
      });
    }
    return listRuns(context, library, asJson);
  }
  if (run !== undefined && (await changesVocabulary(library, run))) {
    return undoVocabulary(context, library, { run }, options, asJson);
  }
  const undoRun = redo === undefined ? null : await undoToRedo(library, redo === true ? null : redo);
  if (undoRun === null && run !== undefined) await refuseUnknownRun(library, run);
  const printer = undoPrinter(context, asJson, options.all ?? false, undoRun !== null);
  if (!options.apply) {
    const pages = undoRun === null ? planUndo(library, selection) : planRedo(library, undoRun);
    for await (const page of pages) printer.page(page);
    printer.planned();
    return;
  }
  const request = { command: typed(options), signal: context.signal, onPage: printer.page };
  const report =
    undoRun === null
      ? await applyUndo(library, selection, request)
      : await applyRedo(library, undoRun, request);
  if (asJson) {
    context.stdout.write(
      json({ ...report, reasons: groupProblems(report.problems), sidecars: printer.sidecars }),
    );
  } else {
    const deed = undoRun === null ? 'changed back' : 'redone';
    const whole =
      undoRun === null ? `${report.whole} of them removed, being ours alone` : `${report.whole} new`;
    context.stdout.write(
      `${countLine(report.changed, report.wanted, deed)} (${whole}). This is run ${report.runId}.\n`,
    );
    context.stderr.write(problemLines(report.problems, options.all ?? false));
    if (undoRun === null && report.changed > 0) {
      context.stdout.write(`Put back with: photo-tag undo --redo ${report.runId} --apply\n`);
    }
  }
  if (report.cancelled) process.exitCode = EXIT.interrupted;
  else if (report.problems.length > 0) process.exitCode = EXIT.incomplete;
}

/** A run that renamed tags is not one that added keywords: it is taken back as a whole. */
const changesVocabulary = async ({ store }: Library, number: number): Promise<boolean> =>
  (await store.journal.runs()).some(({ id, kind }) => id === number && kind === 'vocabulary');

async function refuseUnknownRun({ store }: Library, number: number): Promise<void> {
  const run = (await store.journal.runs()).find(({ id }) => id === number);
  const remedy = '`photo-tag undo` lists all runs.';
  if (run === undefined) throw new PhotoTagError('USAGE', `There is no run ${number}`, { remedy });
  if (run.kind !== 'undo') return;
  throw new PhotoTagError('USAGE', `Run ${number} was an undo`, {
    remedy: `Put back what it took out with: photo-tag undo --redo ${number}`,
  });
}

async function listRuns(context: CliContext, { store }: Library, asJson: boolean): Promise<void> {
  const runs = await store.journal.runs();
  if (asJson) {
    context.stdout.write(json({ runs }));
    return;
  }
  if (runs.length === 0) {
    context.stdout.write('Nothing was written to sidecars yet.\n');
    return;
  }
  const rows = runs.map((run) => [
    String(run.id),
    run.startedAt.slice(0, 19).replace('T', ' '),
    String(run.sidecars),
    `photo-tag ${run.command}`,
  ]);
  context.stdout.write(`${table(['run', 'time (UTC)', 'sidecars', 'command'], rows)}\n`);
  context.stdout.write('Take one back with: photo-tag undo --run NUMBER (shows it), and --apply (does it)\n');
}

function undoPrinter(context: CliContext, asJson: boolean, all: boolean, isRedo: boolean) {
  let count = 0;
  let whole = 0;
  let settled = 0;
  const problems: PlannedUndoPage['problems'][number][] = [];
  const listed: { original: string; sidecar: string; whole: boolean; keywords: readonly string[] }[] = [];
  return {
    sidecars: listed,
    page(page: PlannedUndoPage): void {
      problems.push(...page.problems);
      for (const { original, sidecar, planned } of page.changes) {
        const lists = isRedo ? planned.add : planned.remove;
        const words = [...new Set(Object.values(lists).flat())];
        if (words.length === 0) {
          settled++;
          continue;
        }
        count++;
        const isWhole = isRedo ? planned.creates : planned.deletes;
        if (isWhole) whole++;
        const shown = lists.subject?.length ? lists.subject : words;
        if (asJson) listed.push({ original, sidecar, whole: isWhole, keywords: shown });
        else if (all || count <= SHOWN) {
          const note = isWhole ? (isRedo ? '  (new)' : '  (goes: it holds nothing else)') : '';
          context.stdout.write(`${printable(sidecar)}${note}\n`);
          for (const word of shown) context.stdout.write(`  ${isRedo ? '+' : '-'} ${printable(word)}\n`);
        } else if (count === SHOWN + 1) context.stdout.write('… (--all shows every sidecar)\n');
      }
    },
    planned(): void {
      if (asJson) {
        const counts = { dryRun: true, wouldChange: count, whole, settled };
        context.stdout.write(
          json({ ...counts, problems, reasons: groupProblems(problems), sidecars: listed }),
        );
        return;
      }
      context.stderr.write(problemLines(problems, all));
      const rest =
        settled === 0 ? '' : isRedo ? `, ${settled} hold it already` : `, of ${settled} it is gone already`;
      context.stdout.write(`${count} ${sidecars(count)} would change${rest}. Nothing was written.\n`);
      if (count > 0) context.stdout.write('Do it with the same command and --apply\n');
    },
  };
}

function typed({ run, tag, model, since: sinceMillis, redo }: UndoOptions): string {
  const words = ['undo'];
  if (run !== undefined) words.push('--run', String(run));
  if (tag !== undefined) words.push('--tag', JSON.stringify(tag));
  if (model !== undefined) words.push('--model', JSON.stringify(model));
  if (sinceMillis !== undefined) words.push('--since', new Date(sinceMillis).toISOString());
  if (redo !== undefined) words.push('--redo', ...(redo === true ? [] : [String(redo)]));
  return [...words, '--apply'].join(' ');
}

function runNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('A run is a whole number.');
  return number;
}

function since(text: string): number {
  const millis = readSince(text, Date.now());
  if (millis === null) {
    throw new InvalidArgumentError('A time is 2026-05-31, 2026-05-31T14:30, or how long ago: 2h, 3d.');
  }
  return millis;
}
