import { createHash } from 'node:crypto';
import { proxyPath } from '../../algorithms/proxy-path.ts';
import { callCost } from '../../algorithms/vision/call-cost.ts';
import { done, failed, type Outcome, skipped } from '../../domain/outcome.ts';
import type { VisionAnswer, VisionConsent, VisionKey, VisionResult } from '../../domain/vision.ts';
import type { Described, Vision } from '../../models/vision.ts';
import { digestOf } from '../digest.ts';
import type { DueItem, Stage } from '../stage.ts';
import { GateDesk } from './gate-desk.ts';
import { VisionSession } from './session.ts';
import { clusterStandings, type StandingCluster } from './standings.ts';
import type { CloudTools } from './tools.ts';

interface VisionItem extends DueItem {
  readonly cluster: StandingCluster;
}

const NO_WORDS = { tags: [], places: [] };

/**
 * Asks the vision service about medoids. Without the user's yes to this very run nothing is due and nothing is sent.
 * Outcomes belong to the medoid; what was held, or not come to, leaves none and stays due.
 */
export function visionStage(
  tools: CloudTools,
  consent: VisionConsent | null,
): Stage<VisionItem, VisionResult> {
  const { store } = tools;
  const results = new WeakMap<VisionItem, VisionResult>();
  /** By key, so that two clusters with the same picture pay once. */
  const underWay = new Map<string, Promise<unknown>>();
  let session: VisionSession | null = null;
  let items: VisionItem[] | null = null;

  const find = async (): Promise<VisionItem[]> => {
    if (consent === null || tools.price === null) return [];
    items ??= (await clusterStandings(tools, await tools.vision(), consent))
      .filter(({ standing }) => standing === 'due')
      .map((cluster) => ({ key: cluster.clusterId, cluster }));
    return items;
  };

  const ask = async (
    item: VisionItem,
    current: VisionSession,
    signal: AbortSignal,
  ): Promise<Outcome<VisionResult>> => {
    const { clusterId, medoid, proxyDigest } = item.cluster;
    const price = tools.price!;
    const vision = await tools.vision();
    const copy = await tools.copies.make(proxyPath(tools.cacheFolder, medoid), tools.form.longEdgePx);
    if (copy instanceof Error) return failed(copy.message);
    const key: VisionKey = {
      imageHash: createHash('sha256').update(copy.jpeg).digest('hex'),
      model: vision.model,
      promptId: vision.promptId,
    };
    const cost = callCost(price, { ...copy, detail: tools.form.detail }, { bytes: vision.promptBytes });
    const desk = new GateDesk(tools, price, current, {
      clusterId,
      photo: medoid,
      proxyDigest,
      jpeg: copy.jpeg,
      key,
      cost,
    });
    const described = await once(key, async () => {
      const known = await store.vision.answerTo(key);
      return known ?? (await describe(vision, desk, signal));
    });
    return outcomeOf(item, key, described);
  };

  const describe = (vision: Vision, desk: GateDesk, signal: AbortSignal): Promise<Described> =>
    vision.describe(desk, signal);

  /** One after the other where keys are the same: the second finds the answer of the first. */
  const once = async <Result>({ imageHash }: VisionKey, work: () => Promise<Result>): Promise<Result> => {
    const before = underWay.get(imageHash) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    underWay.set(imageHash, mine);
    try {
      return await mine;
    } finally {
      if (underWay.get(imageHash) === mine) underWay.delete(imageHash);
    }
  };

  const outcomeOf = (
    item: VisionItem,
    key: VisionKey,
    said: Described | VisionAnswer,
  ): Outcome<VisionResult> => {
    const keep = (
      status: VisionResult['status'],
      words: VisionResult['words'],
      reason: string,
    ): VisionResult => {
      const result = { sha1: item.cluster.medoid, ...key, status, words, reason };
      results.set(item, result);
      return result;
    };
    switch (said.kind) {
      case 'answered':
        return done(keep('answered', said.words, ''));
      case 'refused':
        return skipped(keep('refused', NO_WORDS, `the vision service will not: ${said.reason}`).reason);
      case 'failed':
        return failed(keep('failed', NO_WORDS, `the vision service failed: ${said.reason}`).reason);
      case 'held':
        return skipped(said.reasons.join('; '));
      case 'stopped':
        return skipped('stopped');
      case 'broken':
        throw said.error;
    }
  };

  return {
    name: 'vision',
    unit: 'clusters',
    batchSize: 1,
    lanes: consent === null ? 1 : tools.concurrency,
    async prepare() {
      if (consent === null) return;
      await settleLeftOverCalls(tools);
      session = new VisionSession(
        consent,
        tools.budgetNanoUsd,
        await store.vision.spentNanoUsd(consent.runId),
      );
    },
    countDue: async () => (await find()).length,
    async *due() {
      for (const item of await find()) {
        if (session?.isExhausted || session?.overrun) return;
        yield item;
      }
    },
    async run(batch, signal) {
      const outcomes: Outcome<VisionResult>[] = [];
      for (const item of batch) {
        if (session === null) outcomes.push(skipped('nobody said yes to this run'));
        else outcomes.push(await ask(item, session, signal));
      }
      return outcomes;
    },
    async save(transaction, saved) {
      for (const { item, outcome } of saved) {
        const result = results.get(item);
        if (result === undefined) continue;
        await transaction.vision.putResult(result);
        await transaction.outcomes.put([
          {
            stage: 'vision',
            item: result.sha1,
            fingerprint: item.cluster.fingerprint,
            status: outcome.status,
            reason: outcome.status === 'done' ? null : outcome.reason,
            digest: digestOf([result.status, result.words, result.reason, result.model]),
          },
        ]);
      }
    },
    async finish(transaction) {
      if (session === null || consent === null) return;
      if (session.overrun !== null) throw session.overrun;
      await transaction.vision.endRun(consent.runId, new Date().toISOString());
      if (!session.isExhausted) return;
      const spent = `$${(session.budget.spentNanoUsd / 1e9).toFixed(4)}`;
      tools.tell(
        `The budget of the vision service is used up (${spent} spent). The rest is asked in the next run with --vision.`,
      );
    },
  };
}

/** More than any run has under way at once, and fewer than the log looks back for. */
const LATELY = 256;

/** Calls that a killed run left open are settled as unknown: they count as paid, in the table and in the log. */
export async function settleLeftOverCalls({
  store,
  log,
}: Pick<CloudTools, 'store' | 'log'>): Promise<number> {
  const rows = await store.transaction((one) => one.vision.settleLeftOver(new Date().toISOString()), {
    durable: true,
  });
  await log.catchUp(await store.vision.lastEgress(LATELY));
  return rows.length;
}
