import { Gauge, type Registry } from 'prom-client';
import { lastBackup } from '../../app/backup/last-backup.ts';
import { freeBytes } from '../../app/operations/free-space.ts';
import { KeptTally, type TallyOfTime, tallyOf } from '../../app/operations/library-tally.ts';
import { type QueueNumbers, queueNumbers } from '../../app/operations/queue-numbers.ts';
import type { RunState } from '../../app/run-desk.ts';
import type { Site } from '../site.ts';

const RUN_STATES = ['running', 'cancelling', 'done', 'cancelled', 'failed'] as const;

type Labels = Readonly<Record<string, string>>;
type Row = readonly [labels: Labels, value: number];

/** Gauges that are read from the site whenever somebody asks. */
export function addSiteMetrics(registry: Registry, site: Site): void {
  const tally = new KeptTally(() => tallyOf(site.library().reading));
  /** Whatever is not told by `rows` is not there: no row of a former time stays. */
  const gauge = (
    name: string,
    help: string,
    labelNames: readonly string[],
    rows: () => Promise<readonly Row[]> | readonly Row[],
  ) =>
    new Gauge({
      name: `photo_tag_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      async collect() {
        this.reset();
        // A gauge without labels is 0 from then on, which is a number, and not that nobody knows.
        if (labelNames.length === 0) this.remove();
        for (const [labels, value] of await rows()) this.set(labels, value);
      },
    });
  const tallied = (rows: (counted: TallyOfTime) => readonly Row[]) => async () => {
    const counted = await tally.now();
    return counted === null ? [] : rows(counted);
  };
  const ofRun = (rows: (run: RunState) => readonly Row[]) => () =>
    site.desk.state === null ? [] : rows(site.desk.state);

  gauge('info', 'Version of photo-tag.', ['version'], () => [[{ version: site.version }, 1]]);
  gauge(
    'photos',
    'Photos with a file that is there.',
    [],
    tallied(({ tally }) => [[{}, tally.photos]]),
  );
  gauge(
    'photo_bytes',
    'Bytes of their files.',
    [],
    tallied(({ tally }) => [[{}, tally.bytes]]),
  );
  gauge(
    'files',
    'Files by what became of them.',
    ['status'],
    tallied(({ tally }) => Object.entries(tally.files).map(([status, count]) => [{ status }, count])),
  );
  gauge(
    'clusters',
    'Clusters.',
    [],
    tallied(({ tally }) => [[{}, tally.clusters]]),
  );
  gauge(
    'stage_photos',
    'Photos by stage and outcome. What a changed setting has made due anew is counted by its last outcome.',
    ['stage', 'outcome'],
    tallied(({ tally }) =>
      tally.stages.flatMap(({ stage, done, skipped, failed }) =>
        Object.entries({ done, skipped, failed }).map(([outcome, count]): Row => [{ stage, outcome }, count]),
      ),
    ),
  );
  gauge(
    'tally_age_seconds',
    'How old the numbers above are; they are counted in the background.',
    [],
    tallied(({ atMillis }) => [[{}, (performance.now() - atMillis) / 1000]]),
  );
  gauge(
    'tally_duration_seconds',
    'How long counting them took.',
    [],
    tallied(({ tookMillis }) => [[{}, tookMillis / 1000]]),
  );
  gauge(
    'vision_cost_dollars',
    'What calls of the vision service cost, by model and how they ended.',
    ['model', 'state'],
    tallied(({ tally }) =>
      tally.spending.map(({ model, state, nanoUsd }) => [{ model, state }, nanoUsd / 1e9]),
    ),
  );
  gauge(
    'vision_calls',
    'Calls of the vision service, by model and how they ended.',
    ['model', 'state'],
    tallied(({ tally }) => tally.spending.map(({ model, state, calls }) => [{ model, state }, calls])),
  );

  gauge(
    'run_state',
    'The last run that this server started: 1 at its state.',
    ['state'],
    ofRun((run) => RUN_STATES.map((state) => [{ state }, Number(run.state === state)])),
  );
  gauge(
    'run_started_timestamp_seconds',
    'When it was started.',
    [],
    ofRun((run) => [[{}, Date.parse(run.startedAt) / 1000]]),
  );
  const progress = (name: string, help: string, value: (one: NonNullable<Step['progress']>) => number) =>
    gauge(
      name,
      help,
      ['stage'],
      ofRun((run) =>
        run.steps.flatMap(({ stage, progress }): Row[] =>
          progress === null ? [] : [[{ stage }, value(progress)]],
        ),
      ),
    );
  progress('run_due', 'Items that were due when the stage began.', ({ total }) => total);
  progress('run_done', 'Items that the run has done, failed ones included.', ({ done }) => done);
  progress('run_failed', 'Items that failed in the run.', ({ failed }) => failed);
  progress('run_rate_per_second', 'Items a second.', ({ ratePerSecond }) => ratePerSecond);
  gauge('writing', 'Whether sidecars are being written or taken back.', [], () => [
    [{}, Number(site.writeDesk.isRunning)],
  ]);

  gauge('data_free_bytes', 'Free space where database and proxies are.', [], () => {
    const free = freeBytes(site.library().settings.dataFolder);
    return free === null ? [] : [[{}, free]];
  });
  gauge('last_backup_timestamp_seconds', 'When the last backup was made.', [], () => {
    const last = lastBackup(site.library().settings.dataFolder);
    return last === null ? [] : [[{}, Date.parse(last.madeAt) / 1000]];
  });

  // Where several workers share a queue, and in no other place.
  const shared = (rows: (numbers: QueueNumbers) => readonly Row[]) => async () => {
    const numbers = await queueNumbers(site.library()).catch(() => null);
    return numbers === null ? [] : rows(numbers);
  };
  gauge(
    'queue_jobs',
    'Jobs of the runs that are not at their end.',
    ['stage', 'state'],
    shared(({ jobs }) => jobs.map(({ stage, state, count }) => [{ stage, state }, count])),
  );
  gauge(
    'workers',
    'Workers that were heard in the last minute.',
    [],
    shared(({ workers }) => [[{}, workers]]),
  );
}

type Step = RunState['steps'][number];
