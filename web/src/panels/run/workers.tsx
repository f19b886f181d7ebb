import { useQuery } from '@tanstack/react-query';
import { stagesQuery } from '../../api/queries.ts';
import type { Work } from '../../api/wire.ts';
import { countText } from '../../format/numbers.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import classes from './workers.module.css';

/** Who works on a library that several processes share, on what, and what was given up. */
export function Workers({ work: { workers, dead } }: { readonly work: Work }) {
  const { workers: words } = useWords();
  return (
    <section className={classes.section}>
      <h2>{words.title}</h2>
      {workers.length === 0 ? (
        <p className={classes.hint}>{words.none}</p>
      ) : (
        <table className={classes.workers}>
          <thead>
            <tr>
              <th scope="col">{words.worker}</th>
              <th scope="col">{words.device}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.atWork}</th>
            </tr>
          </thead>
          <tbody>
            {workers.map((worker) => (
              <WorkerLine key={worker.id} worker={worker} />
            ))}
          </tbody>
        </table>
      )}
      {dead.length > 0 && <GivenUp dead={dead} />}
    </section>
  );
}

function WorkerLine({ worker }: { readonly worker: Work['workers'][number] }) {
  const { workers: words, run } = useWords();
  const language = useLanguage();
  const stages = useQuery(stagesQuery);
  const label = (stage: string): string => run.stages[stage] ?? stage;
  const isAll = worker.stages.length === stages.data?.length;
  const jobs = worker.jobs.map(({ stage, items }) =>
    items === 0 ? label(stage) : `${label(stage)} ${countText(items, language)}`,
  );
  return (
    <tr data-state={worker.state}>
      <th scope="row">
        {worker.host} {worker.pid}
        <span className={classes.workerStages}>
          {isAll ? words.all : worker.stages.map(label).join(', ')}
        </span>
      </th>
      <td>{worker.device}</td>
      <td>
        {words.states[worker.state]}
        <span className={classes.workerStages}>
          {words.heard(countText(Math.round(worker.secondsSinceHeard), language))}
        </span>
      </td>
      <td>{jobs.join(', ')}</td>
    </tr>
  );
}

function GivenUp({ dead }: { readonly dead: Work['dead'] }) {
  const { workers: words, run } = useWords();
  const language = useLanguage();
  return (
    <>
      <h3>{words.givenUp}</h3>
      <ul>
        {dead.map(({ stage, items, reason, diedAt }) => (
          <li key={`${stage} ${diedAt}`}>
            {words.batch(run.stages[stage] ?? stage, countText(items, language))}: {reason}
          </li>
        ))}
      </ul>
    </>
  );
}
