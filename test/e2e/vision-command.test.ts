import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLibrary } from '../../src/compose.ts';
import {
  FakeService,
  refusesWith,
  says,
  saysText,
} from '../../src/models/openai-vision/fake-service.fixture.ts';
import { runStage } from '../../src/pipeline/run-stage.ts';
import { fillWithClusters, type MadeMember, medoidOf, NOBODY } from '../vision/made-clusters.ts';
import { runHere } from './cli-in-process.ts';

const home = mkdtempSync(join(tmpdir(), 'photo-tag-vision-command-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

let service: FakeService;
let folder: string;
let count = 0;
beforeEach(async () => {
  // `sea` is a word of the controlled vocabulary, and stays with it.
  service = await FakeService.start(says(['lighthouse', 'sea', 'fog']));
  folder = join(home, String(count++));
});
afterEach(() => service.stop());

async function library(
  config: string,
  clusters: readonly (readonly MadeMember[])[] = [[NOBODY, NOBODY], [NOBODY]],
) {
  mkdirSync(join(folder, 'config'), { recursive: true });
  writeFileSync(join(folder, 'config/config.yaml'), `ai_tagging:\n  base_url: ${service.baseUrl}\n${config}`);
  const opened = await openLibrary({ folder, dataFolder: 'data' });
  await fillWithClusters(opened.store, opened.cloud.cacheFolder, opened.cloud.peopleBase()!, clusters);
  await opened.close();
}

const proposalsOf = async (index: number) => {
  const opened = await openLibrary({ folder, dataFolder: 'data' });
  const proposals = await opened.store.tags.proposalsOf([medoidOf(index)]);
  await opened.close();
  return proposals.get(medoidOf(index)) ?? [];
};

describe('photo-tag vision', () => {
  it('shows what it would cost, asks, and makes proposals of the answers', async () => {
    await library('');
    const result = await runHere(['vision', '--yes'], folder);
    expect(result).toMatchObject({ code: 0 });
    expect(result.stderr).toMatch(
      /2 medoids to ask about, standing for 3 photos; copies of 512 px without metadata/,
    );
    expect(result.stderr).toMatch(
      /about \$0\.0\d+, at the very most \$0\.\d+; it stops at the budget of \$5\.00/,
    );
    expect(service.heard).toHaveLength(2);
    expect(service.heard[0]!.body.messages[0].content).toMatch(/only from this list.*Rio de Janeiro/s);
    expect(await proposalsOf(0)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ layer: 'AI', name: 'lighthouse', source: 'vision', model: 'gpt-4o-mini' }),
      ]),
    );
    const again = await runHere(['vision', '--yes'], folder);
    expect(again.stderr).toMatch(/nothing to be asked about.*\n.*2 answered before/);
    expect(service.heard).toHaveLength(2);
  });

  it('sends nothing where nobody can say yes', async () => {
    await library('');
    expect(await runHere(['vision'], folder)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/--yes/),
    });
    expect(await runHere(['--json', 'medoids', '--vision'], folder)).toMatchObject({ code: 2 });
    expect(service.connections).toBe(0);
  });

  it.each([
    ['no', 0],
    ['yes', 2],
  ])('takes %s for an answer', async (answer, calls) => {
    await library('');
    const asked: string[] = [];
    const confirm = async (question: string) => {
      asked.push(question);
      return answer === 'yes';
    };
    const result = await runHere(['vision'], folder, { confirm });
    expect(asked).toEqual(['Send them?']);
    expect(service.heard).toHaveLength(calls);
    if (calls === 0) expect(result.stderr).toMatch(/No picture was sent/);
  });

  const unusable: [string, string, RegExp][] = [
    ['the setting is off', '  use_openai_vision: false\n', /use_openai_vision is off/],
    ['the host is not on the list', '  allow_hosts: [api.openai.com]\n', /allow_hosts/],
  ];
  it.each(unusable)('says at once that it will not, where %s', async (_what, config, words) => {
    await library(config);
    const result = await runHere(['vision', '--yes'], folder);
    expect(result).toMatchObject({ code: 2, stderr: expect.stringMatching(words) });
    expect(service.connections).toBe(0);
  });

  it('wants a key for a service elsewhere, and a price for its model', async () => {
    mkdirSync(join(folder, 'config'), { recursive: true });
    const key = process.env.OPENAI_API_KEY;
    delete process.env.OPENAI_API_KEY;
    const config = (model: string) =>
      writeFileSync(join(folder, 'config/config.yaml'), `ai_tagging:\n  openai_model: ${model}\n`);
    config('gpt-4o-mini');
    expect((await runHere(['vision', '--yes'], folder)).stderr).toMatch(
      /no key in the environment \(OPENAI_API_KEY\)/,
    );
    process.env.OPENAI_API_KEY = 'sk-made';
    config('made-up-model');
    expect((await runHere(['vision', '--yes'], folder)).stderr).toMatch(
      /nobody said what made-up-model costs/,
    );
    if (key === undefined) delete process.env.OPENAI_API_KEY;
    else process.env.OPENAI_API_KEY = key;
  });

  it('marks what was refused, with the reason, and keeps local tags', async () => {
    await library('', [[NOBODY]]);
    service.behaviour = saysText('I’m sorry, I can’t help with that.');
    expect(await runHere(['vision', '--yes'], folder)).toMatchObject({ code: 0 });
    const marks = (await proposalsOf(0)).filter(({ name }) => name === 'vision-skipped');
    expect(marks).toMatchObject([{ layer: 'AI', reason: expect.stringMatching(/will not: I’m sorry/) }]);
    await runHere(['vision', '--yes'], folder);
    expect(service.heard).toHaveLength(1);
  });

  it('ends with the error of a service that cannot be used, after everything else was done', async () => {
    await library('');
    service.behaviour = refusesWith(401, 'Incorrect API key.');
    const result = await runHere(['vision', '--yes'], folder);
    expect(result).toMatchObject({ code: 1, stderr: expect.stringMatching(/cannot be used \(status 401/) });
    expect(result.stdout).toMatch(/Done in/);
  });
});

describe('with the detector removed', () => {
  it('sends nothing: not by the command, and not by the stage alone', async () => {
    await library('');
    const config = join(folder, 'config/config.yaml');
    writeFileSync(config, `${readFileSync(config, 'utf8')}people_policy:\n  detector: YOLOX-Nano\n`);
    expect(await runHere(['vision', '--yes'], folder)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/YOLOX/),
    });
    const opened = await openLibrary({ folder, dataFolder: 'data' });
    expect(opened.cloud.peopleBase()).toBeNull();
    const { baseUrl, model } = opened.cloud.settings;
    const consent = { runId: 1, baseUrl, model, retryUnknown: false };
    const stage = opened.stageOf('vision', consent);
    expect(await stage.countDue()).toBe(0);
    await runStage(stage, { store: opened.store, signal: new AbortController().signal });
    await opened.close();
    expect(service.connections).toBe(0);
  });
});

describe('photo-tag run', () => {
  it('asks nothing without --vision, and says in one line what could be asked', async () => {
    await library('', [[NOBODY], [{ ...NOBODY, verdict: 'people' }]]);
    const result = await runHere(['ai-tags'], folder);
    expect(result.stderr).not.toMatch(/vision service/);
    const whole = await runHere(['status'], folder);
    expect(whole.code).toBe(0);
    expect(service.connections).toBe(0);
  });
});

describe('photo-tag medoids --vision', () => {
  it('asks about medoids, lists them with what was said, and writes the audit table and no sidecar', async () => {
    await library('', [[NOBODY], [{ ...NOBODY, verdict: 'people' }]]);
    const result = await runHere(['medoids', '--vision', '--yes'], folder);
    expect(result).toMatchObject({ code: 0 });
    expect(result.stdout).toMatch(/AI:lighthouse, AI:fog/);
    expect(result.stdout).toMatch(/\[people set\]/);
    expect(service.heard).toHaveLength(1);
    expect(readFileSync(join(folder, 'data/audit.csv'), 'utf8')).toMatch(/AI:lighthouse; AI:fog/);
  });
});
