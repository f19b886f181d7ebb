import { join } from 'node:path';
import { isLoopback } from '../algorithms/vision/allowed-host.ts';
import { NANO_USD } from '../algorithms/vision/call-cost.ts';
import { pictureForm } from '../algorithms/vision/image-tokens.ts';
import { visionPrompt } from '../algorithms/vision/prompt.ts';
import type { ToolProbe } from '../app/doctor.ts';
import { visionProblems } from '../app/vision/estimate.ts';
import type { Settings } from '../config/load.ts';
import { priceOf } from '../config/model-prices.ts';
import { EgressCsv } from '../export/egress-csv.ts';
import { sharpCloudCopies } from '../imaging/sharp-cloud-copy.ts';
import type { ProxyFiles } from '../proxies/proxy-files.ts';
import type { CloudTools } from '../stages/vision/tools.ts';
import type { Store } from '../store/store.ts';
import { fetchingCopies } from './proxies.ts';

/** Which vision service, at what price, with which key: the environment is read here and nowhere else. */
export function cloudTerms({ ai_tagging: ai, people_policy }: Settings) {
  const host = URL.canParse(ai.base_url) ? new URL(ai.base_url).hostname : '';
  return {
    key: process.env.OPENAI_API_KEY?.trim() || null,
    price: priceOf(ai.openai_model, ai.prices, {
      isLocal: isLoopback(host),
      mostOutputTokens: ai.max_output_tokens,
    }),
    settings: {
      isOn: ai.use_openai_vision,
      allowPeopleSets: people_policy.allow_openai_on_people_sets,
      allowHosts: ai.allow_hosts,
      baseUrl: ai.base_url,
      model: ai.openai_model,
    },
  };
}

/** Whether the vision service of a configuration could be asked; nothing is asked. */
export function visionProbe(settings: Settings): ToolProbe {
  return {
    what: 'vision service',
    absent: 'optional',
    remedy: 'docs/vision.md says what it takes. Without it photos get their tags on this machine.',
    async probe() {
      const { key, price, settings: cloud } = cloudTerms(settings);
      const problems = visionProblems({ price, hasKey: key !== null, settings: cloud });
      if (problems.length > 0) throw new Error(problems.join('; '));
      return `${new URL(cloud.baseUrl).host}, ${cloud.model}: asked with --vision alone`;
    },
  };
}

/** What it takes to ask the vision service of a configuration. The client is loaded when it is first needed. */
export function cloudTools(
  settings: Settings,
  store: Store,
  {
    peopleBase,
    tell,
    proxies,
  }: { peopleBase: () => string; tell: (notice: string) => void; proxies: ProxyFiles },
): CloudTools {
  const { ai_tagging: ai } = settings;
  const terms = cloudTerms(settings);
  const { price, key } = terms;
  const form = pictureForm(price?.image ?? { kind: 'free' }, ai.image_edge);
  let vision: ReturnType<CloudTools['vision']> | null = null;
  const open: CloudTools['vision'] = async () => {
    const { createOpenAiVision } = await import('../models/openai-vision/vision.ts');
    return createOpenAiVision({
      baseUrl: ai.base_url,
      model: ai.openai_model,
      key,
      prompt: visionPrompt({
        mostTags: ai.max_ai_tags,
        cities: settings.vocabulary.cities.map(({ name }) => name),
      }),
      detail: form.detail,
      mostTags: ai.max_ai_tags,
      mostOutputTokens: price?.mostOutputTokens ?? ai.max_output_tokens,
      attempts: ai.attempts,
      silenceMillis: ai.timeout_seconds * 1000,
      concurrency: ai.concurrency,
      requestsPerMinute: ai.requests_per_minute,
      tokensPerMinute: ai.tokens_per_minute,
    });
  };
  return {
    store,
    vision: () => {
      vision ??= open();
      return vision;
    },
    copies: fetchingCopies(sharpCloudCopies(), proxies),
    log: new EgressCsv(join(settings.dataFolder, 'egress.csv')),
    settings: terms.settings,
    hasKey: key !== null,
    price,
    form,
    budgetNanoUsd: Math.floor(ai.budget_usd * NANO_USD),
    concurrency: ai.concurrency,
    peopleBase() {
      try {
        return peopleBase();
      } catch {
        // No detector: nobody was looked at.
        return null;
      }
    },
    cacheFolder: settings.proxy.cache_dir,
    tell,
  };
}
