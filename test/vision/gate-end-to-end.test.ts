import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/algorithms/seeded-random.ts';
import { FakeService } from '../../src/models/openai-vision/fake-service.fixture.ts';
import { fillWithClusters, type MadeMember, NOBODY, picturesOf } from './made-clusters.ts';
import { consentTo, openMadeLibrary, PEOPLE_BASE, runVision } from './made-tools.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-gate-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let service: FakeService;
beforeEach(async () => {
  service = await FakeService.start();
  service.usage = { prompt_tokens: 150, completion_tokens: 40 };
});
afterEach(() => service.stop());

const STATES = 300;

/** The spec in its own words, without a look at the gate. */
function mayLeave(members: readonly MadeMember[], allowPeopleSets: boolean): boolean {
  return members.every(({ check, verdict, flag }) => {
    if (check !== 'done') return false;
    if (flag === 'lifted') return true;
    if (flag === 'set' || verdict === 'people') return allowPeopleSets;
    return verdict === 'no-people';
  });
}

function randomClusters(seed: number): MadeMember[][] {
  const random = seededRandom(seed);
  const draw = <Value>(...values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  return Array.from({ length: STATES }, () =>
    Array.from(
      { length: 1 + Math.floor(random() * 4) },
      (): MadeMember =>
        random() < 0.65
          ? NOBODY
          : {
              check: random() < 0.6 ? 'done' : draw('none', 'failed', 'stale', 'other proxy'),
              verdict: draw('people', 'undecided', 'no-people'),
              flag: draw(null, null, 'set', 'lifted'),
            },
    ),
  );
}

describe(`the whole way, from the database to the wire, in ${STATES} random clusters`, () => {
  it.each([
    { allowPeopleSets: false, seed: 11 },
    { allowPeopleSets: true, seed: 12 },
  ])(
    'sends what may leave and not one other picture (people sets allowed: $allowPeopleSets)',
    async ({ allowPeopleSets, seed }) => {
      const library = await openMadeLibrary(join(home, String(seed)), service.baseUrl, {
        settings: { allowPeopleSets },
      });
      const clusters = randomClusters(seed);
      await fillWithClusters(library.store, library.tools.cacheFolder, PEOPLE_BASE, clusters);
      const pictures = await picturesOf(library.tools.cacheFolder, STATES, library.tools.form.longEdgePx);
      expect(pictures.size).toBe(STATES);
      await runVision(library);
      const sent = service.heard.map(({ imageHash }) => pictures.get(imageHash)).sort((a, b) => a! - b!);
      const expected = clusters.flatMap((members, index) =>
        mayLeave(members, allowPeopleSets) ? [index] : [],
      );
      expect(sent).toEqual(expected);
      expect(expected.length).toBeGreaterThan(40);
      expect(expected.length).toBeLessThan(STATES - 40);
      await library.store.close();
    },
    120_000,
  );
});

describe('not one byte to any host', () => {
  const nothing: [string, (folder: string) => Promise<void>][] = [
    [
      'where the detector is gone',
      async (folder) => {
        const library = await openMadeLibrary(folder, service.baseUrl, { peopleBase: () => null });
        await fillWithClusters(library.store, library.tools.cacheFolder, PEOPLE_BASE, [
          [NOBODY],
          [NOBODY, NOBODY],
        ]);
        await runVision(library);
        await library.store.close();
      },
    ],
    [
      'where another detector would look now',
      async (folder) => {
        const library = await openMadeLibrary(folder, service.baseUrl, {
          peopleBase: () => 'a better detector',
        });
        await fillWithClusters(library.store, library.tools.cacheFolder, PEOPLE_BASE, [[NOBODY]]);
        await runVision(library);
        await library.store.close();
      },
    ],
    [
      'without a yes',
      async (folder) => {
        const library = await openMadeLibrary(folder, service.baseUrl);
        await fillWithClusters(library.store, library.tools.cacheFolder, PEOPLE_BASE, [[NOBODY]]);
        await runVision(library, null);
        await library.store.close();
      },
    ],
    [
      'with the setting off',
      async (folder) => {
        const library = await openMadeLibrary(folder, service.baseUrl, { settings: { isOn: false } });
        await fillWithClusters(library.store, library.tools.cacheFolder, PEOPLE_BASE, [[NOBODY]]);
        await runVision(library);
        await library.store.close();
      },
    ],
    [
      'with a host that is not listed',
      async (folder) => {
        const library = await openMadeLibrary(folder, service.baseUrl, {
          settings: { allowHosts: ['localhost'] },
        });
        await fillWithClusters(library.store, library.tools.cacheFolder, PEOPLE_BASE, [[NOBODY]]);
        await runVision(library);
        await library.store.close();
      },
    ],
    [
      'with a yes for another model',
      async (folder) => {
        const library = await openMadeLibrary(folder, service.baseUrl);
        await fillWithClusters(library.store, library.tools.cacheFolder, PEOPLE_BASE, [[NOBODY]]);
        await runVision(library, { ...(await consentTo(library)), model: 'a dearer one' });
        await library.store.close();
      },
    ],
    [
      'without a budget',
      async (folder) => {
        const library = await openMadeLibrary(folder, service.baseUrl, { budgetUsd: 0 });
        await fillWithClusters(library.store, library.tools.cacheFolder, PEOPLE_BASE, [[NOBODY]]);
        await runVision(library);
        await library.store.close();
      },
    ],
    [
      'where the log cannot be written',
      async (folder) => {
        const library = await openMadeLibrary(folder, service.baseUrl);
        await fillWithClusters(library.store, library.tools.cacheFolder, PEOPLE_BASE, [[NOBODY]]);
        const log = { write: () => Promise.reject(new Error('no space')), catchUp: async () => undefined };
        const broken = { ...library, tools: { ...library.tools, log } };
        await expect(runVision(broken)).rejects.toThrow('no space');
        const [row] = await library.store.vision.egress({ after: 0, limit: 9 });
        expect(row!.end).toMatchObject({ state: 'not-sent', countedNanoUsd: 0 });
        await library.store.close();
      },
    ],
  ];
  it.each(nothing)('%s', async (what, run) => {
    await run(join(home, what.replaceAll(' ', '-')));
    expect(service.connections).toBe(0);
    expect(service.bytesIn).toBe(0);
  });

  it('where somebody set the flag after the run had begun, for the clusters that were still to come', async () => {
    const library = await openMadeLibrary(join(home, 'meanwhile'), service.baseUrl, {
      vision: { concurrency: 1 },
    });
    const { store, tools } = library;
    await fillWithClusters(
      store,
      tools.cacheFolder,
      PEOPLE_BASE,
      Array.from({ length: 6 }, () => [NOBODY]),
    );
    const pictures = await picturesOf(tools.cacheFolder, 6, tools.form.longEdgePx);
    const answers = service.behaviour;
    service.behaviour = async (request, response) => {
      // Another program, another window: while the second answer is on its way.
      if (request.index === 1) {
        const rest = [0, 1, 2, 3, 4, 5].filter(
          (index) => !service.heard.some((one) => pictures.get(one.imageHash) === index),
        );
        const ids = rest.map((index) => `c000${index}`);
        const clusters = await store.clusters.get(ids);
        await store.clusters.putPeopleFlag(
          clusters.map((cluster) => cluster.medoid),
          'set',
        );
      }
      return answers.call(service, request, response);
    };
    expect(await runVision(library)).toMatchObject({ done: 6, skipped: 4 });
    expect(service.heard).toHaveLength(2);
    await store.close();
  });

  it('writes before each call and after it who got what and why, without paths and keys', async () => {
    const folder = join(home, 'log');
    const library = await openMadeLibrary(folder, service.baseUrl);
    await fillWithClusters(library.store, library.tools.cacheFolder, PEOPLE_BASE, [[NOBODY, NOBODY]]);
    await runVision(library);
    const log = readFileSync(join(folder, 'egress.csv'), 'utf8').trimEnd().split('\n');
    expect(log[0]).toBe('time,call,run,host,photo,bytes,reason,outcome,cost_usd,note');
    expect(log).toHaveLength(3);
    expect(log[1]).toMatch(
      new RegExp(
        `^2\\d{3}-.*,1,1,127\\.0\\.0\\.1:${service.port},[0-9a-f]{40},${service.heard[0]!.jpeg.length},"agreed to; medoid of 2 photos, all checked, nobody found",announced,0\\.\\d{6},at most$`,
      ),
    );
    expect(log[2]).toMatch(/,answered,0\.\d{6},$/);
    expect(log.join()).not.toMatch(/\/photos|sk-made/);
    await library.store.close();
  });
});
