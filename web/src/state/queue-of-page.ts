import { connection } from '../api/connection.ts';
import { DecisionQueue } from './decision-queue.ts';
import { sendOrder } from './send-order.ts';

const LOCK = 'photo-tag.decisions';

/** The queue of this browser. */
export const decisionQueue = new DecisionQueue({
  storage: localStorage,
  send: sendOrder,
  sleep: (millis, woken) => Promise.race([woken, new Promise<void>((done) => setTimeout(done, millis))]),
  // Only there where the address is safe (this machine, or TLS). Without it two windows may send the same twice, which
  // does no harm.
  exclusively: async (work) => {
    if (navigator.locks === undefined) await work();
    else await navigator.locks.request(LOCK, work);
  },
  newId: () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,
  onForeignChange: (hear) => window.addEventListener('storage', hear),
});

/** What a page before this one left; and as soon as the program answers again. */
export function keepSending(): void {
  void decisionQueue.drain();
  connection.subscribe(() => {
    if (!connection.isLost) decisionQueue.wake();
  });
  window.addEventListener('online', () => decisionQueue.wake());
}
