import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { proxyPath } from '../../src/algorithms/proxy-path.ts';
import { seededRandom } from '../../src/algorithms/seeded-random.ts';
import { nanoUsdOf } from '../../src/algorithms/vision/call-cost.ts';
import { estimateVision } from '../../src/app/vision/estimate.ts';
import {
  type Behaviour,
  completion,
  cuts,
  FakeService,
  refusesWith,
  reply,
  says,
  saysText,
} from '../../src/models/openai-vision/fake-service.fixture.ts';
import { clusterStandings } from '../../src/stages/vision/standings.ts';
import { clusterId, fillWithClusters, medoidOf, NOBODY } from './made-clusters.ts';
import {
  type MadeLibrary,
  type MadeOptions,
  openMadeLibrary,
  PEOPLE_BASE,
  PRICE,
  runVision,
} from './made-tools.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-spending-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let service: FakeService;
let library: MadeLibrary | null = null;
let count = 0;
beforeEach(async () => {
  service = await FakeService.start();
  service.usage = { prompt_tokens: 150, completion_tokens: 40 };
});
afterEach(async () => {
  await library?.store.close();
  library = null;
  await service.stop();
});

async function made(clusters: number, options: MadeOptions = {}): Promise<MadeLibrary> {
  library = await openMadeLibrary(join(home, String(count++)), service.baseUrl, options);
  await fillWithClusters(
    library.store,
    library.tools.cacheFolder,
    PEOPLE_BASE,
    Array.from({ length: clusters }, () => [NOBODY]),
  );
  return library;
}

const ledger = async ({ store }: MadeLibrary) => store.vision.egress({ after: 0, limit: 10_000 });
const spentUsd = async ({ store }: MadeLibrary, runId = 1) => (await store.vision.spentNanoUsd(runId)) / 1e9;

describe('the budget', () => {
  it('is never passed, whatever the service does, with many calls at a time', async () => {
    const random = seededRandom(77);
    const draw = <Value>(...values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
    for (let round = 0; round < 6; round++) {
      /** What the service itself puts on the bill: all that it worked on, answered or not. */
      let billedNanoUsd = 0;
      service.heard.length = 0;
      service.behaviour = async (request, response) => {
        // No service can take more than what it was given and what it was allowed to say.
        const usage = {
          prompt_tokens: 100 + Math.floor(random() * 200),
          completion_tokens: Math.floor(random() * 201),
        };
        const billed = (answer: Behaviour): Behaviour => {
          return (...parameters) => {
            billedNanoUsd += nanoUsdOf(PRICE, {
              inputTokens: usage.prompt_tokens,
              outputTokens: usage.completion_tokens,
            });
            return answer(...parameters);
          };
        };
        await new Promise((done) => setTimeout(done, random() * 20));
        const behaviour: Behaviour = draw(
          billed(() => reply(response, 200, completion('{"tags":["sea"],"places":[]}', usage))),
          billed(() => reply(response, 200, completion('{"tags":["sea"],"places":[]}', null))),
          billed(() => reply(response, 200, completion('nice weather', usage))),
          billed(cuts('in the middle')),
          billed(cuts('before')),
          refusesWith(429, 'slow', { 'retry-after-ms': '5' }),
          refusesWith(500, 'oops'),
        );
        return behaviour(request, response);
      };
      const budgetUsd = 0.004 + random() * 0.03;
      const one = await made(40, { budgetUsd, vision: { concurrency: 8, attempts: 4 } });
      await runVision(one).catch((error) => expect(error).toMatchObject({ code: 'VISION_UNUSABLE' }));
      expect(await spentUsd(one)).toBeLessThanOrEqual(budgetUsd);
      expect(billedNanoUsd / 1e9).toBeLessThanOrEqual(await spentUsd(one));
      expect(service.heard.length).toBeGreaterThan(3);
      await one.store.close();
      library = null;
    }
  }, 60_000);

  it('stops with a word when it is used up, and the rest is asked in the next run', async () => {
    const one = await made(10, { budgetUsd: 0.003 });
    await runVision(one);
    const first = service.heard.length;
    expect(first).toBeGreaterThan(2);
    expect(first).toBeLessThan(10);
    expect(one.notices.join()).toMatch(/budget of the vision service is used up/);
    for (let run = 0; run < 6; run++) await runVision(one);
    expect(service.heard).toHaveLength(10);
    expect(Math.max(...service.pictures().values())).toBe(1);
  });

  it('counts no more than a call could cost where the service claims more, and ends the run at once', async () => {
    service.usage = { prompt_tokens: 1e9, completion_tokens: 1e9 };
    const one = await made(10, { budgetUsd: 0.01 });
    await expect(runVision(one)).rejects.toMatchObject({
      code: 'VISION_UNUSABLE',
      message: expect.stringMatching(/counts \$5000/),
      remedy: expect.stringMatching(/Nothing more was asked/),
    });
    // The first call is waited for: nothing else was on its way.
    expect(service.heard).toHaveLength(1);
    const [row] = await ledger(one);
    expect(row!.end).toMatchObject({ state: 'answered', reportedNanoUsd: 5e12 });
    expect(row!.end!.countedNanoUsd).toBe(row!.reservedNanoUsd);
    expect(await spentUsd(one)).toBeLessThanOrEqual(0.01);
  });

  it('goes on from what was spent where the run was stopped before its end', async () => {
    const stop = new AbortController();
    const one = await made(6, { budgetUsd: 0.0035, vision: { concurrency: 1 } });
    const answers = service.behaviour;
    service.behaviour = (request, response) => {
      if (request.index === 1) stop.abort();
      return answers.call(service, request, response);
    };
    await runVision(one, undefined, stop.signal);
    expect(service.heard).toHaveLength(2);
    const before = await spentUsd(one);
    await runVision(one);
    expect(await spentUsd(one)).toBeGreaterThan(before);
    expect(await spentUsd(one)).toBeLessThanOrEqual(0.0035);
    // The second run was the first one, come to its end.
    expect(await one.store.vision.spentNanoUsd(2)).toBe(0);
    expect(await one.store.vision.openRun()).toBeNull();
  });
});

describe('what was answered', () => {
  it('is not asked again: not by another run, not for the same picture in another cluster', async () => {
    const one = await made(3);
    await runVision(one);
    expect(await runVision(one)).toMatchObject({ total: 0 });
    expect(service.heard).toHaveLength(3);
    // The same pixels, under another name: a copy with other metadata.
    const again = await openMadeLibrary(one.folder, service.baseUrl);
    await again.store.outcomes.remove('vision', [medoidOf(0), medoidOf(1), medoidOf(2)]);
    expect(await runVision(again)).toMatchObject({ done: 3 });
    expect(service.heard).toHaveLength(3);
    await again.store.close();
  });

  it('is paid once for two clusters with the same picture at the same time', async () => {
    const one = await made(2);
    const { cacheFolder } = one.tools;
    const { copyFileSync } = await import('node:fs');
    copyFileSync(proxyPath(cacheFolder, medoidOf(0)), proxyPath(cacheFolder, medoidOf(1)));
    await runVision(one);
    expect(service.heard).toHaveLength(1);
    expect((await one.store.vision.resultsOf([medoidOf(0), medoidOf(1)])).size).toBe(2);
  });

  it('is kept as words, with model and reason', async () => {
    const one = await made(1);
    service.behaviour = says(['sea', 'CK:nude'], ['paris']);
    await runVision(one);
    expect((await one.store.vision.resultsOf([medoidOf(0)])).get(medoidOf(0))).toMatchObject({
      status: 'answered',
      model: 'made-model',
      words: { tags: ['sea'], places: ['paris'] },
    });
  });
});

describe('what was not', () => {
  it('a refusal is kept and not asked again; a failure is asked again in the next run', async () => {
    const one = await made(2, { vision: { attempts: 1, concurrency: 1 } });
    service.behaviour = (request, response) =>
      request.index === 0
        ? saysText('I’m sorry, I can’t help with that.').call(service, request, response)
        : refusesWith(500, 'oops')(request, response);
    expect(await runVision(one)).toMatchObject({ done: 2, skipped: 1, failed: 1 });
    service.behaviour = says(['sea']);
    expect(await runVision(one)).toMatchObject({ total: 1 });
    const results = [...(await one.store.vision.resultsOf([medoidOf(0), medoidOf(1)])).values()];
    expect(results.map(({ status }) => status).sort()).toEqual(['answered', 'refused']);
  });

  it('a picture that cannot be read costs nothing and stops nobody', async () => {
    const one = await made(3);
    const { writeFileSync, rmSync: remove } = await import('node:fs');
    writeFileSync(proxyPath(one.tools.cacheFolder, medoidOf(0)), 'no picture');
    remove(proxyPath(one.tools.cacheFolder, medoidOf(1)));
    expect(await runVision(one)).toMatchObject({ done: 3, failed: 2 });
    expect(service.heard).toHaveLength(1);
  });

  it('the end of a service is the end of the stage, and what it said until then is kept', async () => {
    const one = await made(5, { vision: { concurrency: 1 } });
    service.behaviour = (request, response) =>
      request.index < 2
        ? says(['sea']).call(service, request, response)
        : refusesWith(401, 'no such key')(request, response);
    await expect(runVision(one)).rejects.toMatchObject({ code: 'VISION_UNUSABLE' });
    service.behaviour = says(['sea']);
    expect(await runVision(one)).toMatchObject({ total: 3 });
    expect(Math.max(...service.pictures().values())).toBeLessThanOrEqual(2);
  });
});

describe('before the first call', () => {
  it('says how many, how much, what stays and why, and asks nothing', async () => {
    library = await openMadeLibrary(join(home, String(count++)), service.baseUrl, { budgetUsd: 2 });
    await fillWithClusters(library.store, library.tools.cacheFolder, PEOPLE_BASE, [
      [NOBODY, NOBODY, NOBODY],
      [NOBODY],
      [{ ...NOBODY, verdict: 'people' }],
      [{ ...NOBODY, verdict: 'people' }, NOBODY],
      [{ ...NOBODY, verdict: 'undecided' }],
      [{ ...NOBODY, check: 'none' }],
    ]);
    const estimate = await estimateVision(library.tools, { retryUnknown: false });
    expect(estimate).toMatchObject({
      problems: [],
      clusters: 6,
      due: 2,
      photos: 4,
      held: [
        { reason: 'a people set', clusters: 2 },
        { reason: expect.stringMatching(/no answer/), clusters: 1 },
        { reason: expect.stringMatching(/not done/), clusters: 1 },
      ],
      answered: 0,
      budgetNanoUsd: 2e9,
      longEdgePx: 512,
    });
    expect(service.connections).toBe(0);
    await runVision(library);
    const counted = (await ledger(library)).reduce((sum, { end }) => sum + end!.countedNanoUsd, 0);
    expect(counted).toBeLessThanOrEqual(estimate.worstNanoUsd);
    const bill = service.heard.reduce((sum, { jpeg }) => sum + jpeg.length, 0);
    expect(bill).toBeGreaterThan(0);
    expect(await estimateVision(library.tools, { retryUnknown: false })).toMatchObject({
      due: 0,
      answered: 2,
    });
  });

  it('puts first what the local models know least of, then the larger clusters', async () => {
    library = await openMadeLibrary(join(home, String(count++)), service.baseUrl);
    const { store, tools } = library;
    await fillWithClusters(store, tools.cacheFolder, PEOPLE_BASE, [
      [NOBODY],
      [NOBODY, NOBODY, NOBODY],
      [NOBODY],
      [NOBODY, NOBODY],
    ]);
    const proposals = (index: number, ...probabilities: (number | null)[]) =>
      store.tags.putProposals('CK', {
        sha1: medoidOf(index),
        proposals: probabilities.map((probability, place) => ({
          layer: 'CK' as const,
          name: `tag ${place}`,
          score: 1,
          reason: '',
          source: 'scored',
          model: 'm',
          probability,
          threshold: null,
        })),
      });
    await proposals(0, 0.9, 0.9, 0.9);
    await proposals(1, 0.95, 0.9);
    await proposals(2, 0.2, 0.1);
    await proposals(3, null);
    const order = await clusterStandings(tools, await tools.vision(), { retryUnknown: false });
    expect(order.map((one) => one.clusterId)).toEqual([3, 2, 1, 0].map(clusterId));
  });
});

it('what arrives at the service is a picture and nothing else', async () => {
  const one = await made(1);
  await runVision(one);
  const [{ jpeg, text }] = service.heard as [(typeof service.heard)[number]];
  const { runExiftool } = await import('../../src/exiftool/run-exiftool.fixture.ts');
  const { writeFileSync } = await import('node:fs');
  const received = join(one.folder, 'received.jpg');
  writeFileSync(received, jpeg);
  const [listed] = JSON.parse(runExiftool(['-json', '-G1', '-a', '-u', '-U', received])) as Record<
    string,
    unknown
  >[];
  const beside = Object.keys(listed!).filter(
    (key) => !/^(SourceFile|ExifTool:|System:|File:|Composite:(ImageSize|Megapixels)$)/.test(key),
  );
  expect(beside).toEqual([]);
  expect(Object.keys(listed!).filter((key) => /Comment|Thumbnail|Trailer|Warning/.test(key))).toEqual([]);
  // Neither in the request around it: no name, no path, no hash of the original.
  expect(readFileSync(proxyPath(one.tools.cacheFolder, medoidOf(0)), 'latin1')).toContain('SECRET-ARTIST');
  for (const secret of ['SECRET', '/photos', 'proxies', medoidOf(0), medoidOf(0).slice(0, 12), '.jpg']) {
    expect(Buffer.from(text).includes(secret)).toBe(false);
    expect(jpeg.includes(secret)).toBe(false);
  }
});
