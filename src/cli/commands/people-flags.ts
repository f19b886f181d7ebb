import type { Command } from 'commander';
import { flagPeople } from '../../app/decide/flag-people.ts';
import { clustersOfTargets } from '../../app/decide/targets.ts';

import type { PeopleFlag } from '../../store/store.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json } from '../output.ts';
import { counted } from './decide.ts';

const VERBS: Record<'set' | 'lift' | 'forget', { flag: PeopleFlag | null; title: string; done: string }> = {
  set: {
    flag: 'set',
    title: 'these clusters are people sets, whatever was detected',
    done: 'count as people sets: nothing of them leaves this machine',
  },
  lift: {
    flag: 'lifted',
    title: 'these clusters are no people sets, whatever was detected',
    done: 'count as showing nobody: a vision service may see them where one is allowed',
  },
  forget: {
    flag: null,
    title: 'take back what was set or lifted: what was detected counts again',
    done: 'count as what was detected again',
  },
};

/** `people set|lift|forget`: your word stands above every verdict. */
export function addPeopleFlags(people: Command, context: CliContext): void {
  for (const [verb, { flag, title, done }] of Object.entries(VERBS)) {
    people
      .command(`${verb} <clusters...>`)
      .description(`${title} (ids, or photos of them)`)
      .action((targets: string[], _options: unknown, command: Command) =>
        withLibrary(context, command, [], async (library) => {
          const clusters = await clustersOfTargets(library, targets, context.folder);
          const report = await flagPeople(library, { clusters, flag });
          if (globalOptions(command).json) {
            context.stdout.write(json({ clusters, ...report }));
            return;
          }
          context.stdout.write(
            report.photos === 0
              ? 'Nothing to change: it was said before.\n'
              : `${counted(report.photos, 'photo')} of ${counted(clusters.length, 'cluster')} ${done}.\nTags follow with the next photo-tag run; take it back with: photo-tag deeds --undo\n`,
          );
        }),
      );
  }
}
