import type { Command } from 'commander';
import type { Check } from '../../app/doctor.ts';
import {
  type ReaderRow,
  type Reading,
  type SidecarReaders,
  sidecarReaders,
} from '../../app/sidecar-readers.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { json, printable, table } from '../output.ts';

const MARKS: Record<Check['state'], string> = {
  ok: 'ok      ',
  missing: 'MISSING ',
  optional: 'optional',
  warning: 'warning ',
};

export function addDoctorCommand(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('what this machine has, what is missing, and what that would add')
    .option('--quick', 'without loading and measuring networks, which takes some seconds')
    .option('--sidecars', 'which programs will read the tags of which photos, and what to set there')
    .action(async (options: { readonly sidecars?: boolean; readonly quick?: boolean }, command: Command) => {
      if (options.sidecars) {
        await showSidecarReaders(context, command);
        return;
      }
      const { config, data, json: asJson } = globalOptions(command);
      const checks = await context.examine(
        { folder: context.folder, configFile: config, dataFolder: data },
        options.quick ?? false,
      );
      if (asJson) context.stdout.write(json(checks));
      else {
        for (const { what, state, finding, remedy } of checks) {
          context.stdout.write(`${MARKS[state]}  ${what}: ${printable(finding)}\n`);
          if (remedy) context.stdout.write(`          ${remedy}\n`);
        }
      }
      if (checks.some((check) => check.state === 'missing')) process.exitCode = EXIT.broken;
    });
}

const READS: Record<Reading, string> = {
  yes: 'yes',
  setting: 'when set',
  once: 'on import',
  no: 'NO',
  unknown: 'unknown',
};

const SIDECARS: Record<ReaderRow['sidecar'], string> = {
  short: 'IMG_1.xmp',
  full: 'IMG_1.EXT.xmp',
  mirror: 'in the mirror',
};

function showSidecarReaders(context: CliContext, command: Command): Promise<void> {
  return withLibrary(context, command, [], async (library) => {
    const readers = await sidecarReaders(library);
    if (globalOptions(command).json) context.stdout.write(json(readers));
    else print(context.stdout, readers);
  });
}

/** The table, the reasons below it by number, then what is to be done outside of the programs. */
function print(out: NodeJS.WritableStream, readers: SidecarReaders): void {
  const { photos, withSidecar, rows, remarks, embed, problems } = readers;
  out.write(`${photos} photos, ${withSidecar} with a sidecar.\n`);
  if (rows.length > 0) {
    const reasons = [...new Set(rows.map(reasonOf))];
    const lines = rows.map((row) => [
      row.program,
      row.kind,
      SIDECARS[row.sidecar],
      String(row.photos),
      READS[row.reads],
      `[${reasons.indexOf(reasonOf(row)) + 1}]`,
    ]);
    out.write(`\n${table(['program', 'photos', 'sidecar', 'count', 'reads tags', 'why'], lines)}\n\n`);
    for (const [position, reason] of reasons.entries()) out.write(`[${position + 1}] ${reason}\n`);
  }
  for (const remark of remarks) out.write(`\n${remark}\n`);
  if (embed.length > 0) {
    out.write(
      '\nTags inside COPIES of JPEG, TIFF, PNG and DNG, for Lightroom; the originals are only read, and no file is\n' +
        'written over. In this order (exiftool is in node_modules/exiftool-vendored.pl/bin, too):\n',
    );
  }
  for (const { root, command, files } of embed) {
    const what =
      files === null
        ? 'all others'
        : `${files.length} ${files.length === 1 ? 'photo' : 'photos'} whose sidecar has another name`;
    out.write(`\n# ${printable(root)}: ${what}\n${printable(command)}\n`);
    if (command.endsWith(' -@ files.txt')) {
      out.write('# files.txt: one path a line, embed[].files of photo-tag doctor --sidecars --json\n');
    }
  }
  for (const { path, reason } of problems) out.write(`\n${printable(path)}: ${printable(reason)}\n`);
}

const reasonOf = ({ program, why, todo }: ReaderRow): string =>
  `${program}: ${why}.${todo === '' ? '' : `\n    ${todo}`}`;
