import { z } from 'zod';
import type { DateRun } from '../../app/dates/date-runs.ts';
import { type DecidedTarget, decideDates } from '../../app/dates/decide-dates.ts';
import { doubtedPhotos } from '../../app/dates/doubted-photos.ts';
import type { DueDates } from '../../app/dates/due-dates.ts';
import { isoInterval, isoWallTime, runForPrograms, shiftDone } from '../../app/dates/in-words.ts';
import { type ReadDeed, readDeed } from '../../app/dates/read-deed.ts';
import { runDetails } from '../../app/dates/run-details.ts';
import { dateRunPage } from '../../app/dates/run-page.ts';
import { type DateTarget, findTargets, folderOfPhoto } from '../../app/dates/targets.ts';
import { surveyTrust } from '../../app/dates/trust-survey.ts';
import {
  type dateDeedSchema,
  dateRunDetailsSchema,
  dateRunQuerySchema,
  dateRunsSchema,
  dateSummarySchema,
  decideDatesSchema,
  decidedDatesSchema,
  doubtedQuerySchema,
  doubtedSchema,
  runIdSchema,
} from '../contract/dates.ts';
import { problems } from '../contract/problem.ts';
import { HttpProblem } from '../problem.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

const tags = ['dates'];

/** Runs of photos whose clock was wrong or may have been, photos with a doubtful date, and what the user says of them. */
export function dateRoutes(server: Server, { library, dueDates }: Site & { dueDates: DueDates }): void {
  server.get(
    '/dates/runs',
    {
      schema: {
        querystring: dateRunQuerySchema,
        response: { 200: dateRunsSchema, ...problems },
        summary: 'Suspicious runs, those to be looked at first',
        tags,
      },
    },
    async ({ query }) => {
      const { rows, counts, cameras, ...page } = await dateRunPage(library(), query, await dueDates.photos());
      return { runs: rows.map(wireRun), counts: { ...counts }, cameras: [...cameras], ...page };
    },
  );
  server.get(
    '/dates/runs/:id',
    {
      schema: {
        params: z.object({ id: runIdSchema }),
        response: { 200: dateRunDetailsSchema, ...problems },
        summary: 'A run with its photos, before and after, and what was taken near it',
        tags,
      },
    },
    async ({ params: { id } }) => {
      const details = await runDetails(library(), id, await dueDates.photos());
      if (details === null) {
        throw new HttpProblem(
          404,
          'NOT_FOUND',
          'There is no such run any more',
          'Runs are found anew when photos are added or removed: look at the list again.',
        );
      }
      const { run, folders, photos, near } = details;
      return {
        run: wireRun(run),
        folders: folders.map((folder) => ({ ...folder })),
        photos: photos.map(({ clockMillis, nowMillis, ...photo }) => ({
          ...photo,
          clock: isoWallTime(clockMillis),
          now: nowMillis === null ? null : isoWallTime(nowMillis),
        })),
        near: near.map(({ wallMillis, ...photo }) => ({ ...photo, at: isoWallTime(wallMillis) })),
      };
    },
  );
  server.get(
    '/dates/summary',
    {
      schema: {
        response: { 200: dateSummarySchema, ...problems },
        summary: 'How far dates can be believed, and how many are due after decisions',
        tags,
      },
    },
    async () => ({ trust: await surveyTrust(library()), due: (await dueDates.photos()).size }),
  );
  server.get(
    '/dates/doubted',
    {
      schema: {
        querystring: doubtedQuerySchema,
        response: { 200: doubtedSchema, ...problems },
        summary: 'Photos with an uncertain date or with none, by path, and what their witnesses say',
        tags,
      },
    },
    async ({ query: { cursor, limit, ...filter } }) => {
      const after = cursor === undefined ? null : Buffer.from(cursor, 'base64url').toString();
      const { rows, next } = await doubtedPhotos(
        library(),
        filter,
        { after, limit },
        await dueDates.photos(),
      );
      return {
        rows: rows.map(({ wallMillis, trustScore, reasons, ...row }) => ({
          ...row,
          time: wallMillis === null ? null : isoWallTime(wallMillis),
          trust: trustScore,
          reasons: [...reasons],
        })),
        next: next === null ? null : Buffer.from(next).toString('base64url'),
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
    async ({ body: { runs, folderOf, photos, deed: typed, dryRun } }) => {
      const deed = deedOf(typed);
      const place = { workingFolder: library().settings.dataFolder, recursive: false };
      const named: DateTarget[] = await findTargets(library(), runs, place);
      if (folderOf !== undefined) named.push(await folderOfPhoto(library(), folderOf));
      if (photos.length > 0) named.push({ kind: 'photos', sha1s: photos });
      const {
        deed: number,
        targets,
        changed,
      } = await decideDates(library(), { deed, targets: named, dryRun });
      dueDates.touch(changed);
      return { deed: number, targets: targets.map(wireTarget) };
    },
  );
}

const wireRun = (run: DateRun) => {
  const { folders, reasons, ...rest } = runForPrograms(run);
  return { ...rest, folders: [...folders], reasons: [...reasons] };
};

function wireTarget(report: DecidedTarget) {
  const { target, cameras: _, folders: __, clock, decided, ...counts } = report;
  return {
    ...counts,
    kind: target.kind,
    name: target.name,
    words: shiftDone(report),
    clock: clock === null ? null : isoInterval(clock),
    decided: decided === null ? null : isoInterval(decided),
  };
}

/** @throws USAGE for a time that is none */
function deedOf(typed: z.infer<typeof dateDeedSchema>): ReadDeed['deed'] {
  // What is typed at the command line may name its target before the time or after it; here nothing is named by it.
  const targets = ['-'];
  if (typed.kind === 'shift') return readDeed({ shift: typed.by, targets })!.deed;
  if (typed.kind !== 'set') return { kind: typed.kind };
  const { deed } = readDeed({ set: typed.to, targets })!;
  if (deed.kind !== 'set' || typed.photo === undefined) return deed;
  if (deed.time.kind !== 'moment') {
    throw new HttpProblem(
      400,
      'BAD_REQUEST',
      'When one photo was taken must be said with the time of day',
      'Write 2008-07-05T14:30; or give the day, the month or the year for all of them.',
    );
  }
  return { ...deed, photo: typed.photo };
}
