import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../api/wire.ts';
import { DecisionQueue, type Entry, type Order, type QueueTools, type Sent } from './decision-queue.ts';

const problem = (status: number, code: string): Problem => ({
  type: '',
  title: '',
  status,
  code,
  detail: 'No',
  remedy: 'Do this',
});
const order = (name: string): Order => ({
  kind: 'decide',
  decisions: [{ tag: { layer: 'CK', name }, verdict: 'accept', clusters: ['c1'] }],
});
const nameOf = ({ order }: Entry): string =>
  order.kind === 'decide' ? (order.decisions[0]!.tag as { name: string }).name : order.kind;

class Browser {
  readonly #kept = new Map<string, string>();
  readonly #foreign: (() => void)[] = [];
  isFull = false;
  #last: Promise<void> = Promise.resolve();
  #ids = 0;
  readonly sent: string[] = [];
  /** What the server says to the next ones; taken otherwise. */
  answers: ((entry: Entry) => Sent | 'never')[] = [];
  readonly slept: number[] = [];

  open(tools: Partial<QueueTools> = {}): DecisionQueue {
    return new DecisionQueue({
      storage: {
        getItem: (key) => this.#kept.get(key) ?? null,
        setItem: (key, value) => {
          if (this.isFull) throw new DOMException('full', 'QuotaExceededError');
          this.#kept.set(key, value);
          for (const hear of this.#foreign) hear();
        },
      },
      send: async (entry) => {
        await Promise.resolve();
        const answer = this.answers.shift()?.(entry) ?? { kind: 'done', answer: nameOf(entry) };
        this.sent.push(nameOf(entry));
        return answer === 'never' ? new Promise<never>(() => undefined) : answer;
      },
      sleep: async (millis) => {
        this.slept.push(millis);
      },
      exclusively: (work) => {
        this.#last = this.#last.then(work);
        return this.#last;
      },
      newId: () => String(this.#ids++),
      onForeignChange: (hear) => this.#foreign.push(hear),
      ...tools,
    });
  }
}

let browser: Browser;
beforeEach(() => {
  browser = new Browser();
});
const add = (queue: DecisionQueue, ...names: string[]): void => {
  for (const name of names) queue.add(order(name), ['c1'], `accept ${name}`);
};
const settled = async (queue: DecisionQueue): Promise<void> => {
  for (let i = 0; i < 200 && queue.state.entries.length > 0; i++)
    await new Promise((done) => setTimeout(done));
};

describe('the queue of decisions', () => {
  it('sends one after the other, in the order in which they were made', async () => {
    const queue = browser.open();
    const done: unknown[] = [];
    queue.onDone((_, answer) => done.push(answer));
    add(queue, 'a', 'b');
    add(queue, 'c');
    await settled(queue);
    expect(browser.sent).toEqual(['a', 'b', 'c']);
    expect(done).toEqual(['a', 'b', 'c']);
    expect(queue.state).toEqual({ entries: [], refusals: [], waitsFor: null });
  });

  it('lets nothing overtake one that cannot be sent, and waits longer each time', async () => {
    const offline = () => ({ kind: 'later' as const, problem: problem(0, 'UNREACHABLE') });
    browser.answers = [offline, offline, offline];
    const queue = browser.open();
    add(queue, 'a', 'b');
    await settled(queue);
    expect(browser.sent).toEqual(['a', 'a', 'a', 'a', 'b']);
    expect(browser.slept).toEqual([500, 1000, 2000]);
    expect(queue.state.waitsFor).toBeNull();
  });

  it('goes on after one that is refused, and says why', async () => {
    browser.answers = [() => ({ kind: 'refused', problem: problem(400, 'USAGE') })];
    const queue = browser.open();
    add(queue, 'a', 'b');
    await settled(queue);
    expect(browser.sent).toEqual(['a', 'b']);
    const refusal = { id: '0', words: 'accept a', code: 'USAGE', detail: 'No', remedy: 'Do this' };
    expect(queue.state.refusals).toEqual([refusal]);
    // The user reads it when they like: a reload keeps it.
    const reloaded = browser.open();
    expect(reloaded.state.refusals).toHaveLength(1);
    reloaded.dismiss('0');
    expect(browser.open().state.refusals).toEqual([]);
  });

  it('loses nothing when the page is closed while an answer is on its way', async () => {
    browser.answers = [() => 'never'];
    add(browser.open(), 'a', 'b', 'c');
    await new Promise((done) => setTimeout(done, 5));
    expect(browser.sent).toEqual(['a']);
    // The lock of a closed page is free again.
    const reloaded = browser.open({ exclusively: (work) => work() });
    expect(reloaded.state.entries.map(nameOf)).toEqual(['a', 'b', 'c']);
    await reloaded.drain();
    expect(browser.sent).toEqual(['a', 'a', 'b', 'c']);
  });

  it('keeps what it asks the server for before it asks, so that a second try asks for the same', async () => {
    let tries = 0;
    const seen: unknown[] = [];
    const queue = browser.open({
      send: async (entry, remember) => {
        seen.push([entry.order, entry.wasSent]);
        remember({ kind: 'undo', deed: 17 });
        return tries++ === 0
          ? { kind: 'later', problem: problem(0, 'UNREACHABLE') }
          : { kind: 'done', answer: null };
      },
    });
    queue.add({ kind: 'undo', deed: null }, [], 'undo');
    await settled(queue);
    expect(seen).toEqual([
      [{ kind: 'undo', deed: null }, false],
      [{ kind: 'undo', deed: 17 }, true],
    ]);
  });

  it('is one for all windows: each sees the others, and nothing is sent twice', async () => {
    const [one, other] = [browser.open(), browser.open()];
    add(one, 'a');
    add(other, 'b');
    expect(other.state.entries.map(nameOf)).toEqual(['a', 'b']);
    await settled(one);
    await settled(other);
    expect(browser.sent).toEqual(['a', 'b']);
  });

  it('works without storage as long as the page is open', async () => {
    browser.isFull = true;
    const queue = browser.open();
    add(queue, 'a', 'b');
    expect(queue.state.entries).toHaveLength(2);
    await settled(queue);
    expect(browser.sent).toEqual(['a', 'b']);
  });
});
