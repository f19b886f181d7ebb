import type { Check } from '../doctor.ts';
import type { Library } from '../library.ts';
import { type WorkStatus, workStatus } from './work-status.ts';

/** What may hold up a library that several machines work on; nothing of one that this machine has to itself. */
export async function workerChecks(
  library: Pick<Library, 'isShared' | 'queue' | 'store' | 'settings'>,
): Promise<Check[]> {
  const status = await workStatus(library);
  if (!status.isShared) return [];
  return [whoWorks(status), ...whatWaits(status), ...whatWasGivenUp(status)];
}

function whoWorks({ workers }: WorkStatus): Check {
  const what = 'workers';
  const silent = workers.filter(({ state }) => state === 'silent');
  const heard = workers.filter(({ state }) => state !== 'silent');
  if (heard.length === 0 && silent.length === 0) {
    return {
      ...{ what, state: 'optional', finding: 'none is at work' },
      remedy: '`photo-tag worker`, on as many machines as you like; alone, `photo-tag run` does it all.',
    };
  }
  const places = [...Map.groupBy(heard, ({ host }) => host)].map(
    ([host, some]) =>
      `${some.length} on ${host} (${[...new Set(some.map(({ device }) => device))].join(', ')})`,
  );
  const gone = silent.map(({ pid, host, secondsSinceHeard }) => {
    const since =
      secondsSinceHeard < 120
        ? `${Math.round(secondsSinceHeard)} s`
        : `${Math.round(secondsSinceHeard / 60)} min`;
    return `worker ${pid} on ${host} not heard for ${since}`;
  });
  return {
    what,
    state: silent.length > 0 ? 'warning' : 'ok',
    finding: [...places, ...gone].join('; '),
    remedy:
      silent.length === 0
        ? ''
        : heard.length === 0
          ? 'Is it still there, and can it reach the database? `photo-tag worker` starts another.'
          : 'Others do its work. Is it still there, and can it reach the database?',
  };
}

function whatWaits({ runs, workers }: WorkStatus): Check[] {
  const served = new Set(workers.filter(({ state }) => state !== 'silent').flatMap(({ stages }) => stages));
  return runs
    .filter(({ state }) => ['running', 'paused', 'cancelling'].includes(state))
    .map(({ id, state, command, steps }) => {
      const idle = steps.filter((step) => step.state !== 'done' && !served.has(step.stage));
      const isStuck = state === 'running' && idle.length > 0;
      return {
        what: `run ${id}`,
        state: isStuck ? 'warning' : 'ok',
        finding: `${command}: ${state}${isStuck ? `; no worker does ${idle.map(({ stage }) => stage).join(', ')}` : ''}`,
        remedy: isStuck
          ? 'Start one that does: `photo-tag worker`.'
          : state === 'paused'
            ? `photo-tag queue --resume ${id} goes on with it.`
            : '',
      };
    });
}

function whatWasGivenUp({ dead }: WorkStatus): Check[] {
  return [...Map.groupBy(dead, ({ stage, reason }) => `${stage}: ${reason}`)].map(([why, jobs]) => {
    const items = jobs.reduce((sum, job) => sum + job.items, 0);
    const what = jobs.length === 1 ? 'A job' : `${jobs.length} jobs`;
    return {
      what: 'given up',
      state: 'warning',
      finding: `${what}${items > 0 ? ` (${items} ${items === 1 ? 'item' : 'items'})` : ''} of ${why}`,
      remedy: 'Mend that, and start a run again: what is left is tried anew.',
    };
  });
}
