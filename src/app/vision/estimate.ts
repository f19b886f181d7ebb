import { serviceReasons } from '../../algorithms/cloud-policy.ts';
import { isLoopback } from '../../algorithms/vision/allowed-host.ts';
import { callCost } from '../../algorithms/vision/call-cost.ts';
import type { PictureSize, VisionRun } from '../../domain/vision.ts';
import { clusterStandings, type StandingCluster } from '../../stages/vision/standings.ts';
import type { CloudTools } from '../../stages/vision/tools.ts';

/** What asking the vision service would mean, before anything is asked. Amounts in billionths of a dollar. */
export interface VisionEstimate {
  readonly host: string;
  readonly model: string;
  /** On this machine. */
  readonly isLocal: boolean;
  /** Why it cannot be asked at all; empty where it can. */
  readonly problems: readonly string[];
  readonly clusters: number;
  /** Medoids that would be asked about, and the photos that they stand for. */
  readonly due: number;
  readonly photos: number;
  /** Clusters that stay here, by reason, most first. */
  readonly held: readonly { readonly reason: string; readonly clusters: number }[];
  /** Answered before: they cost nothing. */
  readonly answered: number;
  /** The service would not before, and is not asked again. */
  readonly refused: number;
  /** May have been paid for when a run was killed; only asked again with --retry-unknown. */
  readonly unknown: number;
  readonly tokens: number;
  readonly nanoUsd: number;
  readonly worstNanoUsd: number;
  readonly budgetNanoUsd: number;
  /** By the run that was stopped or killed, and goes on. */
  readonly spentNanoUsd: number;
  readonly longEdgePx: number;
}

export async function estimateVision(
  tools: CloudTools,
  options: { readonly retryUnknown: boolean },
): Promise<VisionEstimate> {
  const { store, settings, price, budgetNanoUsd, form } = tools;
  const url = URL.canParse(settings.baseUrl) ? new URL(settings.baseUrl) : null;
  const isLocal = url !== null && isLoopback(url.hostname);
  const vision = await tools.vision();
  const clusters = await clusterStandings(tools, vision, options);
  const of = (standing: StandingCluster['standing']) => clusters.filter((one) => one.standing === standing);
  const due = of('due');
  const costs =
    price === null
      ? []
      : due.map(({ size }) =>
          callCost(
            price,
            { ...sentSize(size, form.longEdgePx), detail: form.detail },
            { bytes: vision.promptBytes },
          ),
        );
  const sum = (amount: (cost: ReturnType<typeof callCost>) => number) =>
    costs.reduce((total, cost) => total + amount(cost), 0);
  const run = await store.vision.openRun();
  return {
    host: url?.host ?? settings.baseUrl,
    model: settings.model,
    isLocal,
    problems: visionProblems(tools),
    clusters: clusters.length,
    due: due.length,
    photos: due.reduce((total, { tally }) => total + tally.members, 0),
    held: heldByReason(of('held')),
    answered: of('answered').length,
    refused: of('refused').length,
    unknown: of('unknown').length,
    tokens: sum((cost) => cost.tokens),
    nanoUsd: sum((cost) => cost.nanoUsd),
    worstNanoUsd: sum((cost) => cost.worstNanoUsd),
    budgetNanoUsd,
    spentNanoUsd: run === null ? 0 : await store.vision.spentNanoUsd(run.id),
    longEdgePx: form.longEdgePx,
  };
}

/** What could be asked, for whoever has a service to ask; null where there is none, or nothing to ask. */
export async function visionHint(tools: CloudTools): Promise<VisionEstimate | null> {
  if (visionProblems(tools).length > 0) return null;
  const estimate = await estimateVision(tools, { retryUnknown: false });
  return estimate.due > 0 ? estimate : null;
}

/** The run that goes on, or a new one. */
export async function runToGoOnWith({ store, settings }: CloudTools): Promise<VisionRun> {
  const open = await store.vision.openRun();
  if (open !== null) return open;
  const host = new URL(settings.baseUrl).host;
  return store.transaction((one) =>
    one.vision.startRun({ host, model: settings.model, startedAt: new Date().toISOString() }),
  );
}

/** Why the service of the configuration cannot be asked at all; empty where it can. */
export function visionProblems({
  price,
  hasKey,
  settings,
}: Pick<CloudTools, 'price' | 'hasKey' | 'settings'>): string[] {
  const isLocal = URL.canParse(settings.baseUrl) && isLoopback(new URL(settings.baseUrl).hostname);
  return [
    ...serviceReasons(settings),
    ...(price === null
      ? [
          `nobody said what ${settings.model} costs: put it into ai_tagging.prices, with input: 0 and output: 0 where it is free`,
        ]
      : []),
    ...(hasKey || isLocal ? [] : ['there is no key in the environment (OPENAI_API_KEY)']),
  ];
}

/** As the copy will be; a picture of which nobody knows the size is taken for a square. */
function sentSize(size: PictureSize | null, longEdgePx: number): PictureSize {
  if (size === null) return { widthPx: longEdgePx, heightPx: longEdgePx };
  const scale = Math.min(1, longEdgePx / Math.max(size.widthPx, size.heightPx));
  return { widthPx: Math.round(size.widthPx * scale), heightPx: Math.round(size.heightPx * scale) };
}

/** A cluster that is held for several reasons counts for the first. */
function heldByReason(held: readonly StandingCluster[]): VisionEstimate['held'] {
  const groups = Map.groupBy(held, ({ reasons }) => reasons[0]!);
  return [...groups]
    .map(([reason, clusters]) => ({ reason, clusters: clusters.length }))
    .sort((a, b) => b.clusters - a.clusters);
}
