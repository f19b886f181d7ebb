import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCases, twoAtATime } from './write-faults.ts';
import type { FaultAnswer } from './write-faults-child.fixture.ts';
import {
  caseOf,
  changedOriginals,
  leftoversBelow,
  modesBelow,
  type PreparedCase,
  prepare,
  SCENARIOS,
  type Scenario,
  sidecarsBelow,
} from './write-faults-library.fixture.ts';

/*
 * A write is cut at every one of its file-system calls: the process is killed before it, after it and in the middle of
 * the data; the call fails in every way that disks know; its answer is lost; it writes half and says nothing.
 * `PHOTO_TAG_ALL_FAULTS=1 npx vitest run test/e2e/write-faults.test.ts` tries all, and the suite a part of them.
 */
const ALL = process.env.PHOTO_TAG_ALL_FAULTS === '1';
const ERRORS = ['ENOSPC', 'EIO', 'EACCES', 'EROFS', 'EPERM', 'ESTALE', 'EINTR', 'EDQUOT', 'lost-answer'];
const KILLS = ['kill-before', 'kill-after'];

const root = mkdtempSync(join(tmpdir(), 'photo-tag-faults-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;

interface Cut {
  readonly at: number;
  readonly kind: string;
  readonly call: string;
}

/** What is wrong after a cut, each with the cut. */
const problems: string[] = [];
const say = (scenario: Scenario, cut: Cut, problem: string) =>
  problems.push(`${scenario.name}: ${cut.kind} at ${cut.at} (${cut.call}): ${problem}`);

const same = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) =>
  one.size === other.size && [...one].every(([path, content]) => other.get(path) === content);

function cutsOf(calls: readonly string[]): { kills: Cut[]; errors: Cut[] } {
  const kills: Cut[] = [];
  const errors: Cut[] = [];
  calls.forEach((call, index) => {
    const writes = /^(handle\.)?(write|append)/.test(call);
    const at = index + 1;
    for (const kind of [...KILLS, ...(writes ? ['kill-half'] : [])]) kills.push({ at, kind, call });
    for (const kind of [...ERRORS, ...(writes ? ['short'] : [])]) errors.push({ at, kind, call });
  });
  if (ALL) return { kills, errors };
  // Around the change itself every kill, and every call is met by some fault.
  const isChange = (call: string) => /^(rename|link|unlink)(Sync)? .*\.xmp$/.test(call);
  return {
    kills: kills.filter(
      ({ call, kind }, index) => isChange(call) || kind === 'kill-half' || index % 23 === 11,
    ),
    errors: errors.filter(({ at, call }, index) => isChange(call) || (index + at) % 8 === 0),
  };
}

const newCase = (scenario: Scenario): PreparedCase => prepare(join(root, `${folders++}`), scenario);

/** In the suite each by one kind of calls. */
const BOTH = SCENARIOS.flatMap((scenario, index) =>
  (['promises', 'blocking'] as const)
    .filter((_, kind) => ALL || index % 2 === kind)
    .map((by) => ({ name: scenario.name, by, scenario })),
);

describe.each(BOTH)('$name, cut at its file-system calls ($by)', ({ by, scenario }) => {
  const calls = { calls: by };
  let after: ReadonlyMap<string, string>;
  let cuts: ReturnType<typeof cutsOf>;

  it('is written and leaves nothing behind when nothing disturbs it', async () => {
    const undisturbed = newCase(scenario);
    const { answers } = await runCases([caseOf(scenario, undisturbed.folder, { at: 0, kind: '' })], calls);
    expect(answers[0]).toMatchObject({ result: { status: 'written' } });
    after = sidecarsBelow(undisturbed.folder);
    const modes = modesBelow(undisturbed.folder);
    for (const [path, mode] of Object.entries(modes)) expect(mode).toBe(undisturbed.modes[path] ?? mode);
    expect(same(after, undisturbed.before)).toBe(false);
    expect(leftoversBelow(undisturbed.folder)).toEqual([]);
    cuts = cutsOf(answers[0]!.calls);
    expect(answers[0]!.calls.length).toBeGreaterThan(15);
  });

  /** Old or new, never a mix; what is said is so. */
  function check(prepared: PreparedCase, cut: Cut, answer: FaultAnswer['result'] | null): void {
    const now = sidecarsBelow(prepared.folder);
    const isNew = same(now, after);
    if (!isNew && !same(now, prepared.before))
      say(scenario, cut, `neither old nor new: ${JSON.stringify([...now])}`);
    const changed = changedOriginals(prepared);
    if (changed.length > 0) say(scenario, cut, `originals changed: ${changed}`);
    if (answer === null) return;
    const isTrue =
      answer.status === 'written'
        ? isNew
        : answer.status === 'failed' && (!isNew || answer.unsettled === true);
    if (!isTrue) {
      say(scenario, cut, `${isNew ? 'new' : 'old'} on the disk, and the answer is ${JSON.stringify(answer)}`);
    }
  }

  async function recover(cases: readonly { prepared: PreparedCase; cut: Cut }[]): Promise<void> {
    const { answers, complaints } = await runCases(
      cases.map(({ prepared: { folder } }) => caseOf(scenario, folder, null)),
      calls,
    );
    expect(complaints).toBe('');
    expect(answers).toHaveLength(cases.length);
    cases.forEach(({ prepared, cut }, index) => {
      const { result } = answers[index]!;
      if (result.status === 'failed' || result.status === 'thrown')
        say(scenario, cut, `the next start: ${result.reason}`);
      else if (!same(sidecarsBelow(prepared.folder), after))
        say(scenario, cut, 'not new after the next start');
      const left = leftoversBelow(prepared.folder);
      if (left.length > 0) say(scenario, cut, `left after the next start: ${left}`);
      const changed = changedOriginals(prepared);
      if (changed.length > 0) say(scenario, cut, `originals changed by the next start: ${changed}`);
    });
  }

  it('killed: the old sidecar or the new one, and the next start clears up', async () => {
    const cases = cuts.kills.map((cut) => ({ cut, prepared: newCase(scenario) }));
    await twoAtATime(
      cases.map(({ cut, prepared }) => async () => {
        const { answers, signal } = await runCases([caseOf(scenario, prepared.folder, cut)], calls);
        if (signal !== 'SIGKILL') say(scenario, cut, `not killed: ${JSON.stringify(answers)}`);
        check(prepared, cut, null);
      }),
    );
    await recover(cases);
    if (ALL) console.log(`${scenario.name} (${by}): ${cases.length} kills at ${cuts.kills.at(-1)?.at} calls`);
    expect(problems.splice(0)).toEqual([]);
  }, 1_200_000);

  it('a call that fails: the old sidecar and a reason, or the new one; a new try and the next start work', async () => {
    const cases = cuts.errors.map((cut) => ({ cut, prepared: newCase(scenario) }));
    const { answers, complaints } = await runCases(
      cases.map(({ cut, prepared }) => caseOf(scenario, prepared.folder, cut)),
      calls,
    );
    expect(complaints).toBe('');
    expect(answers).toHaveLength(cases.length);
    for (const [index, { cut, prepared }] of cases.entries()) check(prepared, cut, answers[index]!.result);
    await recover(cases);
    const again = cuts.errors.map((cut) => ({ cut, prepared: newCase(scenario) }));
    const retries = await runCases(
      again.map(({ cut, prepared }) => caseOf(scenario, prepared.folder, cut, true)),
      calls,
    );
    again.forEach(({ cut, prepared }, index) => {
      const { retried } = retries.answers[index]!;
      const done = retried?.status === 'written' || retried?.status === 'unchanged';
      if (!done) say(scenario, cut, `trying again in the same process: ${JSON.stringify(retried)}`);
      if (!same(sidecarsBelow(prepared.folder), after)) say(scenario, cut, 'not new after trying again');
    });
    if (ALL) console.log(`${scenario.name} (${by}): ${cases.length} failing calls`);
    expect(problems.splice(0)).toEqual([]);
  }, 1_200_000);
});
