import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pictureForm } from '../../src/algorithms/vision/image-tokens.ts';
import type { ModelPrice, VisionConsent } from '../../src/domain/vision.ts';
import { EgressCsv } from '../../src/export/egress-csv.ts';
import { sharpCloudCopies } from '../../src/imaging/sharp-cloud-copy.ts';
import { createOpenAiVision, type OpenAiVisionOptions } from '../../src/models/openai-vision/vision.ts';
import { runStage } from '../../src/pipeline/run-stage.ts';
import { visionStage } from '../../src/stages/vision/index.ts';
import type { CloudTools } from '../../src/stages/vision/tools.ts';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import type { Store } from '../../src/store/store.ts';

export const PEOPLE_BASE = 'the detector of today, rule 1';

export const PRICE: ModelPrice = {
  inputUsdPerMillion: 1,
  outputUsdPerMillion: 4,
  image: { kind: 'tiles', base: 85, tile: 170 },
  mostOutputTokens: 200,
};

export interface MadeLibrary {
  readonly folder: string;
  readonly store: Store;
  readonly tools: CloudTools;
  readonly notices: string[];
}

export interface MadeOptions {
  readonly price?: ModelPrice;
  readonly budgetUsd?: number;
  readonly settings?: Partial<CloudTools['settings']>;
  readonly vision?: Partial<OpenAiVisionOptions>;
  readonly peopleBase?: () => string | null;
}

/** The real parts of the vision stage over a real store, asking that address. */
export async function openMadeLibrary(
  folder: string,
  baseUrl: string,
  {
    price = PRICE,
    budgetUsd = 1000,
    settings = {},
    vision = {},
    peopleBase = () => PEOPLE_BASE,
  }: MadeOptions = {},
): Promise<MadeLibrary> {
  mkdirSync(folder, { recursive: true });
  const store = await openSqliteStore(join(folder, 'index.sqlite'));
  const notices: string[] = [];
  const form = pictureForm(price.image, 0);
  const made = createOpenAiVision({
    baseUrl,
    model: 'made-model',
    key: 'sk-made-key-0123456789',
    prompt: 'Say what is seen.',
    detail: form.detail,
    mostTags: 12,
    mostOutputTokens: price.mostOutputTokens,
    attempts: 3,
    silenceMillis: 5000,
    backOffMillis: 2,
    concurrency: 4,
    requestsPerMinute: 0,
    tokensPerMinute: 0,
    ...vision,
  });
  const tools: CloudTools = {
    store,
    vision: async () => made,
    copies: sharpCloudCopies(),
    log: new EgressCsv(join(folder, 'egress.csv')),
    settings: {
      isOn: true,
      allowPeopleSets: false,
      allowHosts: ['127.0.0.1'],
      baseUrl,
      model: 'made-model',
      ...settings,
    },
    hasKey: true,
    price,
    form,
    budgetNanoUsd: Math.floor(budgetUsd * 1e9),
    concurrency: vision.concurrency ?? 4,
    peopleBase,
    cacheFolder: join(folder, 'proxies'),
    tell: (notice) => notices.push(notice),
  };
  return { folder, store, tools, notices };
}

/** The user's yes, as the run would keep it. */
export async function consentTo({ store, tools }: MadeLibrary, retryUnknown = false): Promise<VisionConsent> {
  const { baseUrl, model } = tools.settings;
  const run =
    (await store.vision.openRun()) ??
    (await store.vision.startRun({ host: new URL(baseUrl).host, model, startedAt: '2026-11-26T00:00:00Z' }));
  return { runId: run.id, baseUrl, model, retryUnknown };
}

export async function runVision(library: MadeLibrary, consent?: VisionConsent | null, signal?: AbortSignal) {
  const yes = consent === undefined ? await consentTo(library) : consent;
  return runStage(visionStage(library.tools, yes), {
    store: library.store,
    signal: signal ?? new AbortController().signal,
  });
}
