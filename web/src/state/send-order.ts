import { AskProblem, ask, post } from '../api/ask.ts';
import type { Deeds } from '../api/wire.ts';
import type { Entry, Order, Sent } from './decision-queue.ts';

/** Sends one entry of the queue to the server. */
export async function sendOrder({ order, wasSent }: Entry, remember: (order: Order) => void): Promise<Sent> {
  try {
    if (order.kind === 'decide') {
      return { kind: 'done', answer: await post('/review/decide-several', { decisions: order.decisions }) };
    }
    if (order.kind === 'people') {
      const { clusters, flag } = order;
      return { kind: 'done', answer: await post('/review/people', { clusters, flag }) };
    }
    if (order.kind === 'dates') {
      const { of, deed } = order;
      return { kind: 'done', answer: await post('/dates/decide', { ...of, deed, dryRun: false }) };
    }
    let { deed } = order;
    if (deed === null) {
      const turn = (await ask<Deeds>('/review/deeds?limit=1'))[order.kind];
      if (turn === null) return { kind: 'done', answer: { deed: null } };
      deed = turn.id;
      remember({ ...order, deed });
    }
    return { kind: 'done', answer: await post(`/review/${order.kind}`, { deed }) };
  } catch (error) {
    if (!(error instanceof AskProblem)) throw error;
    // It was done the first time; only the answer was lost.
    if (wasSent && error.problem.code === 'DEED_MOVED') return { kind: 'done', answer: null };
    // Without the token nothing is taken, and nothing is lost: the link in the terminal opens the door again.
    const isLater = error.mayPass || error.problem.status === 401;
    return { kind: isLater ? 'later' : 'refused', problem: error.problem };
  }
}
