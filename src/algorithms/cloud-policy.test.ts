import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { ApprovedPicture, type CloudFacts, decideCloud, type MemberCheck } from './cloud-policy.ts';
import { seededRandom } from './seeded-random.ts';

let bare: Uint8Array;
let withExif: Uint8Array;
beforeAll(async () => {
  const picture = () => sharp({ create: { width: 64, height: 48, channels: 3, background: '#345' } }).jpeg();
  bare = await picture().toBuffer();
  withExif = await picture()
    .withExif({ IFD0: { Artist: 'Somebody' } })
    .toBuffer();
});

const BASE_URL = 'https://api.openai.com/v1';

const member = (sha1: string, changes: Partial<MemberCheck> = {}): MemberCheck => ({
  sha1,
  isChecked: true,
  verdict: 'no-people',
  flag: null,
  ...changes,
});

const facts = (changes: Partial<CloudFacts> = {}): CloudFacts => ({
  settings: {
    isOn: true,
    allowPeopleSets: false,
    allowHosts: ['api.openai.com'],
    baseUrl: BASE_URL,
    model: 'gpt-4o-mini',
  },
  consent: { runId: 1, baseUrl: BASE_URL, model: 'gpt-4o-mini' },
  budget: { leftNanoUsd: 1000, worstNanoUsd: 1000 },
  members: [member('a'), member('b')],
  photo: 'a',
  jpeg: bare,
  readAtMillis: Date.now(),
  ...changes,
});

const reasonsOf = (changes: Partial<CloudFacts>): readonly string[] => {
  const decision = decideCloud(facts(changes));
  return decision.mayLeave ? [] : decision.reasons;
};

describe('the gate', () => {
  it('lets a picture pass where everything is there, and only to the address that was agreed to', () => {
    const decision = decideCloud(facts());
    if (!decision.mayLeave) return expect.unreachable(decision.reasons.join());
    const { url, jpeg, model } = decision.picture.use(Date.now());
    expect(url.href).toBe(BASE_URL);
    expect(model).toBe('gpt-4o-mini');
    expect(Buffer.from(jpeg).equals(Buffer.from(bare))).toBe(true);
  });

  const cases: [string, () => Partial<CloudFacts>, RegExp][] = [
    ['the setting is off', () => ({ settings: { ...facts().settings, isOn: false } }), /is off/],
    ['nobody agreed to the run', () => ({ consent: null }), /nobody said yes/],
    [
      'the yes was for another model',
      () => ({ consent: { runId: 1, baseUrl: BASE_URL, model: 'gpt-4o' } }),
      /another service/,
    ],
    [
      'the yes was for another host',
      () => ({ consent: { runId: 1, baseUrl: 'https://api.example.org/v1', model: 'gpt-4o-mini' } }),
      /another service/,
    ],
    [
      'the host is not listed',
      () => ({ settings: { ...facts().settings, allowHosts: ['localhost'] } }),
      /allow_hosts/,
    ],
    [
      'one member shows people',
      () => ({ members: [member('a'), member('b', { verdict: 'people' })] }),
      /people set/,
    ],
    [
      'one member is in doubt',
      () => ({ members: [member('a'), member('b', { verdict: 'undecided' })] }),
      /no answer/,
    ],
    [
      'one member was not checked',
      () => ({ members: [member('a'), member('b', { isChecked: false })] }),
      /not done/,
    ],
    [
      'one member has no verdict',
      () => ({ members: [member('a'), member('b', { verdict: null })] }),
      /no answer/,
    ],
    [
      'the flag was set by hand',
      () => ({ members: [member('a', { flag: 'set' }), member('b')] }),
      /people set/,
    ],
    [
      'a flag was lifted of a photo that nobody checked',
      () => ({ members: [member('a', { flag: 'lifted', isChecked: false, verdict: null })] }),
      /not done/,
    ],
    ['there are no members', () => ({ members: [] }), /empty cluster/],
    ['the picture is of another cluster', () => ({ photo: 'z' }), /not of that cluster/],
    ['a dollar is missing', () => ({ budget: { leftNanoUsd: 999, worstNanoUsd: 1000 } }), /budget/],
    ['the price is no number', () => ({ budget: { leftNanoUsd: 999, worstNanoUsd: Number.NaN } }), /budget/],
    ['the budget is no number', () => ({ budget: { leftNanoUsd: Number.NaN, worstNanoUsd: 1 } }), /budget/],
    ['the picture holds EXIF', () => ({ jpeg: withExif }), /not bare: an application segment/],
    ['the picture is none', () => ({ jpeg: new Uint8Array([1, 2, 3]) }), /no JPEG/],
    ['facts are missing', () => ({ members: undefined as unknown as MemberCheck[] }), /could not be judged/],
    [
      'reading them throws',
      () => ({
        get photo(): string {
          throw new Error('disk');
        },
      }),
      /could not be judged/,
    ],
  ];
  it.each(cases)('holds back where %s', (_what, changes, reason) => {
    // Getters must stay getters.
    const broken = Object.create(facts(), Object.getOwnPropertyDescriptors(changes()));
    const decision = decideCloud(broken);
    expect(decision).toMatchObject({ mayLeave: false });
    if (!decision.mayLeave) expect(decision.reasons.join('; ')).toMatch(reason);
  });

  it('lets the word of the user lift what the check found, photo by photo', () => {
    const lifted = member('a', { verdict: 'people', flag: 'lifted' });
    expect(reasonsOf({ members: [lifted] })).toEqual([]);
    expect(reasonsOf({ members: [lifted, member('b', { verdict: 'people' })] })).toEqual(['a people set']);
  });

  it('with people sets allowed still holds back those in doubt, and those that nobody checked', () => {
    const settings = { ...facts().settings, allowPeopleSets: true };
    const people = member('a', { verdict: 'people' });
    expect(reasonsOf({ settings, members: [people] })).toEqual([]);
    expect(reasonsOf({ settings, members: [people, member('b', { verdict: 'undecided' })] })).toHaveLength(1);
    expect(reasonsOf({ settings, members: [people, member('b', { isChecked: false })] })).toHaveLength(1);
  });
});

describe('an approval', () => {
  const approved = (): ApprovedPicture => {
    const decision = decideCloud(facts());
    return decision.mayLeave ? decision.picture : expect.unreachable();
  };

  it('cannot be made by anybody else', () => {
    const parts = { url: new URL(BASE_URL), model: 'm', jpeg: bare };
    const about = { photo: 'a', runId: 1, until: Number.POSITIVE_INFINITY };
    expect(() => new ApprovedPicture(Symbol('made by the gate'), parts, about)).toThrow('only the gate');
    const lookAlike = Object.assign(Object.create(ApprovedPicture.prototype), { ...approved() });
    expect(ApprovedPicture.isGenuine(lookAlike)).toBe(false);
    expect(ApprovedPicture.isGenuine(structuredClone({ ...approved() }))).toBe(false);
    expect(ApprovedPicture.isGenuine(new Proxy(approved(), {}))).toBe(false);
    expect(ApprovedPicture.isGenuine(approved())).toBe(true);
  });

  it('is good for one time, for ten seconds, and for the bytes that were looked at', () => {
    const mine = Uint8Array.from(bare);
    const decision = decideCloud(facts({ jpeg: mine }));
    const picture = decision.mayLeave ? decision.picture : expect.unreachable();
    mine.fill(7);
    expect(Buffer.from(picture.use(Date.now()).jpeg).equals(Buffer.from(bare))).toBe(true);
    expect(() => picture.use(Date.now())).toThrow('used already');
    expect(() => approved().use(Date.now() + 11_000)).toThrow('too old');
    expect(() => approved().use(Number.NaN)).toThrow('too old');
  });
});

/**
 * What the spec says in words, written down without looking at the gate: "people check done for every member, none
 * flagged, setting, host on the allow list, budget", "no detector, a failed detection or an undecided photo counts as
 * people set", "never for people sets unless allow_openai_on_people_sets is true".
 */
interface State {
  setting: boolean;
  allowPeople: boolean;
  hostListed: boolean;
  agreed: boolean;
  leftover: number;
  price: number;
  photos: {
    detection: 'none' | 'failed' | 'stale' | 'people' | 'undecided' | 'nobody';
    hand: 'set' | 'lifted' | null;
  }[];
}

function mayLeaveByTheSpec(state: State): boolean {
  if (!state.setting || !state.agreed || !state.hostListed) return false;
  if (state.price > state.leftover) return false;
  if (state.photos.length === 0) return false;
  for (const { detection, hand } of state.photos) {
    const wasChecked = detection !== 'none' && detection !== 'failed' && detection !== 'stale';
    if (!wasChecked) return false;
    const isFlagged = hand === 'set' || (hand === null && detection === 'people');
    const isInDoubt = hand === null && detection === 'undecided';
    if (isInDoubt) return false;
    if (isFlagged && !state.allowPeople) return false;
  }
  return true;
}

it('lets nothing pass that the spec holds back, and all that it lets pass, in 10,000 random states', () => {
  const random = seededRandom(20261126);
  const draw = <Value>(...values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  const likely = () => random() < 0.93;
  let passed = 0;
  for (let round = 0; round < 10_000; round++) {
    const few = Math.floor(random() * 6);
    const state: State = {
      setting: likely(),
      allowPeople: draw(true, false),
      hostListed: likely(),
      agreed: likely(),
      leftover: Math.floor(random() * 2000),
      price: Math.floor(random() * 1000),
      photos: Array.from({ length: few }, () => ({
        detection:
          random() < 0.6 ? 'nobody' : draw('none', 'failed', 'stale', 'people', 'undecided', 'nobody'),
        hand: random() < 0.8 ? null : draw('set', 'lifted'),
      })),
    };
    const stored = { people: 'people', undecided: 'undecided', nobody: 'no-people' } as const;
    const members = state.photos.map(({ detection, hand }, index): MemberCheck => {
      // A stale or failed check may have left a verdict of another day, which must not count.
      const leftBehind = draw('people', 'undecided', 'no-people', null);
      return detection in stored
        ? {
            sha1: `p${index}`,
            isChecked: true,
            verdict: stored[detection as keyof typeof stored],
            flag: hand,
          }
        : { sha1: `p${index}`, isChecked: false, verdict: leftBehind, flag: hand };
    });
    const decision = decideCloud({
      settings: {
        isOn: state.setting,
        allowPeopleSets: state.allowPeople,
        allowHosts: state.hostListed
          ? ['api.openai.com']
          : draw([], ['localhost'], ['openai.com'], ['api.openai.com.']),
        baseUrl: BASE_URL,
        model: 'm',
      },
      consent: state.agreed ? { runId: 1, baseUrl: BASE_URL, model: 'm' } : null,
      budget: { leftNanoUsd: state.leftover, worstNanoUsd: state.price },
      members,
      photo: members.length > 0 ? draw(...members).sha1 : 'p0',
      jpeg: bare,
      readAtMillis: Date.now(),
    });
    expect(decision.mayLeave, JSON.stringify(state)).toBe(mayLeaveByTheSpec(state));
    if (decision.mayLeave) passed++;
  }
  // Both answers are given often, or the test would say little.
  expect(passed).toBeGreaterThan(1500);
  expect(passed).toBeLessThan(8500);
});
