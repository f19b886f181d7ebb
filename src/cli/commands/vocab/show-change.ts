import { groupProblems } from '../../../app/group-problems.ts';
import type { RespellingTask } from '../../../app/journalled-changes.ts';
import type { Library } from '../../../app/library.ts';
import {
  type ChangeReport,
  goOnWithChange,
  makeChange,
  planChange,
  type ThoughtChange,
  thinkEdit,
} from '../../../app/vocabulary/change-vocabulary.ts';
import type { RespellingPage } from '../../../app/vocabulary/respell-sidecars.ts';
import type { Thought } from '../../../app/vocabulary/think-moves.ts';
import type { CliContext } from '../../context.ts';
import { EXIT } from '../../exit-codes.ts';
import { json, printable } from '../../output.ts';
import { countLine, problemLines, sidecars } from '../../sidecar-summary.ts';
import { type ApplyOptions, SHOWN } from './options.ts';

/** Shows a change, or makes it with `--apply`. */
export async function showOrMake(
  context: CliContext,
  library: Library,
  { begun, change }: Thought,
  options: ApplyOptions,
  { asJson, said, hasSidecars = true }: { asJson: boolean; said: string; hasSidecars?: boolean },
): Promise<void> {
  const printer = sidecarPrinter(context, asJson, options.all ?? false);
  if (!options.apply) {
    const edited = await thinkEdit(library, change.edit);
    const known = asJson ? await countsOfMoves(library, change) : await tellMoves(context, library, change);
    if (hasSidecars) for await (const page of planChange(library, change, edited)) printer.page(page);
    if (asJson) {
      const problems = printer.problems;
      context.stdout.write(
        json({
          ...{ dryRun: true, moves: known, wouldChange: printer.count(), sidecars: printer.listed },
          ...{
            problems,
            reasons: groupProblems(problems),
            makesFile: edited.before === null ? edited.file : null,
          },
        }),
      );
      return;
    }
    context.stderr.write(problemLines(printer.problems, options.all ?? false));
    if (edited.before === null && change.edit !== null) {
      context.stdout.write(
        `There is no vocabulary file yet: ${printable(edited.file)} would be made from the seed.\n`,
      );
    }
    const count = printer.count();
    context.stdout.write(`${count} ${sidecars(count)} would change. Nothing was written.\n`);
    context.stdout.write('Do it with the same command and --apply\n');
    return;
  }
  const request = { signal: context.signal, onPage: printer.page };
  const report =
    begun === null
      ? await makeChange(library, change, request, hasSidecars)
      : await goOnWithChange(library, begun, request);
  tellReport(context, report, {
    said,
    asJson,
    all: options.all ?? false,
    listed: printer.listed,
    command: change.command,
  });
}

/** What was done, what is left, and how it is taken back. */
export function tellReport(
  context: CliContext,
  report: ChangeReport,
  how: {
    readonly said: string;
    readonly asJson: boolean;
    readonly all: boolean;
    readonly listed: readonly unknown[];
    readonly command: string;
    readonly isUndo?: boolean;
  },
): void {
  const { changed, problems, changeId, runId, madeFile, goneFile, cancelled } = report;
  if (how.asJson) {
    context.stdout.write(json({ ...report, reasons: groupProblems(problems), sidecars: how.listed }));
  } else {
    if (madeFile !== null)
      context.stdout.write(`The vocabulary file was made from the seed: ${printable(madeFile)}\n`);
    context.stdout.write(`${how.said}.\n`);
    if (goneFile !== undefined) {
      context.stdout.write(`The vocabulary file, which it had made, is gone again: ${printable(goneFile)}\n`);
    }
    if (runId !== null) {
      context.stdout.write(
        `${countLine(changed, changed + problems.length, 'changed')}. This is run ${runId}.\n`,
      );
    }
    context.stderr.write(problemLines(problems, how.all));
    if (problems.length > 0 || cancelled) {
      context.stdout.write(`Still to do; once they can be reached: photo-tag ${how.command}\n`);
    }
    if (!how.isUndo) context.stdout.write(`Take it back with: photo-tag vocab undo ${changeId} --apply\n`);
  }
  if (cancelled) process.exitCode = EXIT.interrupted;
  else if (problems.length > 0) process.exitCode = EXIT.incomplete;
}

/** Prints sidecars with what goes and what comes. */
export function sidecarPrinter(context: CliContext, asJson: boolean, all: boolean) {
  let count = 0;
  const problems: RespellingPage['problems'][number][] = [];
  const listed: { original: string; sidecar: string; removes: readonly string[]; adds: readonly string[] }[] =
    [];
  return {
    problems,
    listed,
    count: () => count,
    page(page: RespellingPage): void {
      problems.push(...page.problems);
      for (const task of page.changes) {
        count++;
        const { removes, adds } = keywordsOf(task);
        const { original, sidecar } = task;
        if (asJson) listed.push({ original, sidecar, removes, adds });
        else if (all || count <= SHOWN) {
          context.stdout.write(`${printable(sidecar)}\n`);
          for (const keyword of removes) context.stdout.write(`  - ${printable(keyword)}\n`);
          for (const keyword of adds) context.stdout.write(`  + ${printable(keyword)}\n`);
        } else if (count === SHOWN + 1) context.stdout.write('… (--all shows every sidecar)\n');
      }
    },
  };
}

/** In the flat list where it changes, and otherwise in the hierarchical one. */
function keywordsOf({ planned: { add, remove } }: RespellingTask) {
  const isFlat = (add.subject?.length ?? 0) + (remove.subject?.length ?? 0) > 0;
  const shown = (lists: typeof add) =>
    isFlat
      ? (lists.subject ?? [])
      : [...new Set([...(lists.hierarchicalSubject ?? []), ...(lists.tagsList ?? [])])];
  return { removes: shown(remove), adds: shown(add) };
}

async function countsOfMoves({ store }: Library, { moves, photos = [] }: ThoughtChange) {
  return Promise.all(
    moves.map(async ({ from, to, some }) => ({
      from,
      to,
      ...(some
        ? { photos: photos.length }
        : { ...(await store.vocabulary.countsOf(from)), both: await store.vocabulary.countBoth(from, to) }),
    })),
  );
}

async function tellMoves(context: CliContext, library: Library, change: ThoughtChange) {
  const all = await countsOfMoves(library, change);
  for (const move of all) {
    const name = ({ layer, name: word }: typeof move.from) => printable(`${layer}:${word}`);
    const known =
      'proposed' in move
        ? `${move.photos} photos: ${move.proposed} proposals, ${move.accepted} accepted, ${move.rejected} rejected` +
          (move.both > 0 ? `; ${move.both} have both` : '')
        : `${move.photos} photos`;
    context.stdout.write(`${name(move.from)} → ${name(move.to)}  (${known})\n`);
  }
  return all;
}
