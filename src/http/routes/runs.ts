import { z } from 'zod';
import type { RunDesk, RunOrder, RunState } from '../../app/run-desk.ts';
import { PIPELINE, STAGE_NAMES } from '../../app/stage-list.ts';
import type { StageName } from '../../domain/stage-name.ts';
import { problems } from '../contract/problem.ts';
import { runStateSchema, stageSchema, startRunSchema } from '../contract/run.ts';
import { sendEvents } from '../events.ts';
import { HttpProblem } from '../problem.ts';
import type { Server } from '../server.ts';
import type { Site } from '../site.ts';

/** The stages that routes of the spec name by a word of their own. */
const BY_WORD: Record<string, StageName> = {
  '/scan': 'scan',
  '/proxies': 'proxies',
  '/embeddings': 'embeddings',
  '/embed': 'embeddings',
  '/cluster': 'clusters',
  '/tag/ck': 'ck-tags',
  '/tag/ai': 'ai-tags',
};

export function runRoutes(server: Server, { desk }: Site): void {
  server.get(
    '/stages',
    {
      schema: {
        response: { 200: z.array(stageSchema), ...problems },
        summary: 'The pipeline, in order',
        tags: ['run'],
      },
    },
    async () => [...PIPELINE],
  );
  server.get(
    '/run',
    {
      schema: {
        response: { 200: runStateSchema, ...problems },
        summary: 'The run at work, or the last one',
        tags: ['run'],
      },
    },
    async () => ({ run: desk.state === null ? null : mutable(desk.state) }),
  );
  server.post(
    '/run',
    {
      schema: {
        body: startRunSchema,
        response: { 202: runStateSchema, ...problems },
        summary: 'Start stages; what is done is not done again',
        tags: ['run'],
      },
    },
    async ({ body }, reply) => {
      reply.code(202);
      return begin(desk, { stages: stagesOf(body.stages ?? STAGE_NAMES), retryFailed: body.retryFailed });
    },
  );
  server.post(
    '/run/cancel',
    {
      schema: {
        response: { 200: runStateSchema, ...problems },
        summary: 'Finish the batches in hand and stop',
        tags: ['run'],
      },
    },
    async () => {
      if (!desk.cancel())
        throw new HttpProblem(409, 'CANCELLED', 'No run is at work', 'Nothing is to be done.');
      return { run: mutable(desk.state!) };
    },
  );
  server.get(
    '/run/events',
    {
      schema: {
        summary: 'Server-sent events `run`: the state of the run, first as it is and then with each change',
        tags: ['run'],
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) =>
      sendEvents(request, reply, 'run', { first: desk.state, subscribe: (hear) => desk.subscribe(hear) }),
  );
}

/** One word a stage, as the spec names them. */
export function stageWordRoutes(server: Server, { desk }: Site): void {
  for (const [word, stage] of Object.entries(BY_WORD)) {
    server.post(
      word,
      {
        schema: {
          response: { 202: runStateSchema, ...problems },
          summary: `Start the stage ${stage}`,
          tags: ['run'],
        },
      },
      async (_request, reply) => {
        reply.code(202);
        return begin(desk, { stages: [stage] });
      },
    );
  }
}

const begin = (desk: RunDesk, order: Omit<RunOrder, 'command'>) => ({
  run: mutable(desk.start({ ...order, command: `page: ${order.stages.join(' ')}` })),
});

function stagesOf(names: readonly string[]): StageName[] {
  const unknown = names.find((name) => !STAGE_NAMES.includes(name as StageName));
  if (unknown !== undefined) {
    throw new HttpProblem(
      400,
      'BAD_REQUEST',
      `There is no stage ${unknown}`,
      `Use ${STAGE_NAMES.join(', ')}.`,
    );
  }
  // In the order of the pipeline, whatever order they were named in.
  return STAGE_NAMES.filter((name) => names.includes(name));
}

const mutable = (state: RunState) => ({
  ...state,
  steps: state.steps.map((step) => ({ ...step })),
  notices: [...state.notices],
});
