import {
  type ApprovedPicture,
  decideCloud,
  type PeopleTally,
  tallyOf,
} from '../../algorithms/cloud-policy.ts';
import { type CallCost, nanoUsdOf } from '../../algorithms/vision/call-cost.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { EgressEnd, EgressEntry, ModelPrice, VisionAnswer, VisionKey } from '../../domain/vision.ts';
import type { CallDesk, CallEnd, OpenCall } from '../../models/vision.ts';
import type { VisionSession } from './session.ts';
import type { CloudTools } from './tools.ts';

/** The picture that calls are about. */
export interface DeskPicture {
  readonly clusterId: string;
  readonly photo: Sha1;
  readonly proxyDigest: string | null;
  readonly jpeg: Uint8Array;
  readonly key: VisionKey;
  readonly cost: CallCost;
}

/**
 * Before every single call: the facts are read again, the gate decides, the worst price is set aside, the call is
 * announced in the table (durably) and in the log (synced), and only then it may be made. After it, what became of it is
 * kept in one transaction with the answer.
 */
export class GateDesk implements CallDesk {
  readonly worstTokens: number;
  readonly #tools: CloudTools;
  readonly #price: ModelPrice;
  readonly #session: VisionSession;
  readonly #picture: DeskPicture;

  constructor(tools: CloudTools, price: ModelPrice, session: VisionSession, picture: DeskPicture) {
    this.#tools = tools;
    this.#price = price;
    this.#session = session;
    this.#picture = picture;
    this.worstTokens = picture.cost.worstTokens;
  }

  async open(): Promise<OpenCall | { readonly held: readonly string[] }> {
    const { store, settings, peopleBase } = this.#tools;
    const { clusterId, photo, proxyDigest, jpeg, key, cost } = this.#picture;
    const { consent, budget } = this.#session;
    if (this.#session.overrun !== null) return { held: ['the run was ended'] };
    const isThere = await this.#session.setAside(cost.worstNanoUsd);
    const giveBack = () => (isThere ? this.#session.spend(cost.worstNanoUsd, 0, key.model) : 0);
    try {
      const readAtMillis = Date.now();
      const cluster = await store.vision.cluster(clusterId, peopleBase());
      if (cluster === null || cluster.medoid !== photo || cluster.proxyDigest !== proxyDigest) {
        giveBack();
        return { held: ['the cluster has changed meanwhile'] };
      }
      const decision = decideCloud({
        settings,
        consent,
        budget: {
          leftNanoUsd: budget.leftNanoUsd + (isThere ? cost.worstNanoUsd : 0),
          worstNanoUsd: cost.worstNanoUsd,
        },
        members: cluster.members,
        photo,
        jpeg,
        readAtMillis,
      });
      if (!decision.mayLeave || !isThere) {
        giveBack();
        return { held: decision.mayLeave ? ['the budget is used up'] : decision.reasons };
      }
      return await this.#announced(decision.picture, tallyOf(cluster.members));
    } catch (error) {
      giveBack();
      throw error;
    }
  }

  /** The last that happens before the bytes leave. */
  async #announced(picture: ApprovedPicture, tally: PeopleTally): Promise<OpenCall> {
    const { store, settings, log } = this.#tools;
    const { photo, jpeg, key, cost } = this.#picture;
    const entry: EgressEntry = {
      ...key,
      runId: this.#session.consent.runId,
      at: new Date().toISOString(),
      host: new URL(settings.baseUrl).host,
      photo,
      bytes: jpeg.length,
      reason: reasonOf(tally),
      reservedNanoUsd: cost.worstNanoUsd,
    };
    const id = await store.transaction((one) => one.vision.announce(entry), { durable: true });
    try {
      await log.write({ id, ...entry, end: null });
    } catch (error) {
      const note = 'the egress log could not be written';
      await store.transaction((one) =>
        one.vision.settle(id, { ...NOTHING_SPENT, state: 'not-sent', note, at: new Date().toISOString() }),
      );
      throw error;
    }
    return { picture, settle: (end) => this.#settle(id, entry, end) };
  }

  async #settle(id: number, entry: EgressEntry, call: CallEnd): Promise<EgressEnd> {
    const end = this.#endOf(call);
    await this.#keepEnd(id, end, answerOf(call));
    await this.#tools.log.write({ id, ...entry, end });
    return end;
  }

  async #keepEnd(id: number, end: EgressEnd, answer: VisionAnswer | null): Promise<void> {
    await this.#tools.store.transaction(
      async (store) => {
        await store.vision.settle(id, end);
        if (answer !== null) await store.vision.putAnswer(this.#picture.key, answer);
      },
      { durable: true },
    );
  }

  /** What a call counts as. Paid in full is what nobody can say otherwise of. */
  #endOf(call: CallEnd): EgressEnd {
    const { cost, key } = this.#picture;
    const isFree = call.state === 'error' || call.state === 'not-sent';
    const isCounted = call.usage.inputTokens !== null && call.usage.outputTokens !== null;
    const reported = isCounted ? nanoUsdOf(this.#price, call.usage) : null;
    const costs = isFree ? 0 : (reported ?? cost.worstNanoUsd);
    return {
      state: call.state,
      countedNanoUsd: this.#session.spend(cost.worstNanoUsd, costs, key.model),
      reportedNanoUsd: reported,
      usage: call.usage,
      note: call.state === 'answered' ? '' : call.state === 'refused' ? call.reason : call.note,
      at: new Date().toISOString(),
    };
  }
}

const NOTHING_SPENT = {
  countedNanoUsd: 0,
  reportedNanoUsd: null,
  usage: { inputTokens: null, outputTokens: null },
} as const;

function reasonOf({ members, people }: PeopleTally): string {
  const found = people === 0 ? 'nobody found' : 'a people set, let through by people_policy';
  return `agreed to; medoid of ${members === 1 ? '1 photo' : `${members} photos`}, all checked, ${found}`;
}

function answerOf(call: CallEnd): VisionAnswer | null {
  if (call.state === 'answered') return { kind: 'answered', words: call.words };
  return call.state === 'refused' ? { kind: 'refused', reason: call.reason } : null;
}
