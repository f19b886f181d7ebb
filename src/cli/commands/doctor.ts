import type { Command } from 'commander';
import type { Check } from '../../app/doctor.ts';
import { type CliContext, globalOptions } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { json, printable } from '../output.ts';

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
    .action(async (_options: unknown, command: Command) => {
      const { config, data, json: asJson } = globalOptions(command);
      const checks = await context.examine({
        folder: context.folder,
        configFile: config,
        dataFolder: data,
      });
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
