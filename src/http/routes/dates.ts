import { listDateRuns } from '../../app/dates/date-runs.ts';
import { decideDates } from '../../app/dates/decide-dates.ts';
import { isoInterval } from '../../app/dates/in-words.ts';
import { readDeed, type TypedDeed } from '../../app/dates/read-deed.ts';
import { findTargets } from '../../app/dates/targets.ts';
import { surveyTrust } from '../../app/dates/trust-survey.ts';
import { dateRunsSchema, decideDatesSchema, decidedDatesSchema } from '../contract/dates.ts';
import { problems } from '../contract/problem.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

const tags = ['dates'];

/** Runs of photos whose clock was wrong or may have been, and what the user says of them. */
export function dateRoutes(server: Server, { library }: Site): void {
  server.get(
    '/dates/runs',
    {
      schema: {
        response: { 200: dateRunsSchema, ...problems },
        summary: 'Suspicious runs, those to be looked at first, and how far dates can be believed',
        tags,
      },
    },
    async () => {
      const { runs } = await listDateRuns(library());
      return {
        runs: runs.map((run) => ({
          ...run,
          folders: [...run.folders],
          reasons: [...run.reasons],
          clock: isoInterval(run.clock),
          now: run.now === null ? null : isoInterval(run.now),
          proposal:
            run.proposal === null ? null : { ...run.proposal, proposed: isoInterval(run.proposal.proposed) },
        })),
        trust: await surveyTrust(library()),
      };
    },
  );
  server.post(
    '/dates/decide',
    {
      schema: {
        body: decideDatesSchema,
        response: { 200: decidedDatesSchema, ...problems },
        summary:
          'Accept a proposed shift, keep the clock as it was, shift or set by hand; with dryRun, only show it',
        tags,
      },
    },
    async ({ body: { runs, deed, dryRun } }) => {
      const { workingFolder, recursive } = { workingFolder: library().settings.dataFolder, recursive: false };
      const read = readDeed({ ...typed(deed), targets: runs })!;
      const targets = await findTargets(library(), runs, { workingFolder, recursive });
      const decided = await decideDates(library(), { deed: read.deed, targets, dryRun });
      return {
        targets: decided.map(({ target, photos, replaced, withoutClock, clock, decided: now }) => ({
          run: target.name,
          photos,
          replaced,
          withoutClock,
          clock: clock === null ? null : isoInterval(clock),
          decided: now === null ? null : isoInterval(now),
        })),
      };
    },
  );
}

type WireDeed =
  | { kind: 'accept' | 'keep' | 'forget' }
  | { kind: 'shift'; by: string }
  | { kind: 'set'; to: string };

function typed(deed: WireDeed): Omit<TypedDeed, 'targets'> {
  if (deed.kind === 'shift') return { shift: deed.by };
  if (deed.kind === 'set') return { set: deed.to };
  return { [deed.kind]: true };
}
