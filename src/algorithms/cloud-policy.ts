import type { PeopleVerdict } from '../domain/detection.ts';
import type { Sha1 } from '../domain/photo.ts';
import { allowedUrl } from './vision/allowed-host.ts';
import { besideThePicture } from './vision/bare-jpeg.ts';

/**
 * The one place that decides what may leave the machine. What it lets through, it hands out as an
 * {@link ApprovedPicture}, which nobody else can make, and the module that holds the network client takes nothing else.
 */

/** What the people check found of one member of a cluster, read just now. */
export interface MemberCheck {
  readonly sha1: Sha1;
  /** The check is done, by the detector and the rule of today, on the proxy of today. */
  readonly isChecked: boolean;
  /** Null where nothing was found out. */
  readonly verdict: PeopleVerdict | null;
  /** What the user said of it by hand. */
  readonly flag: 'set' | 'lifted' | null;
}

/** The user's yes to one run, to one service. */
export interface CloudConsent {
  readonly runId: number;
  readonly baseUrl: string;
  readonly model: string;
}

export interface CloudSettings {
  /** Config `ai_tagging.use_openai_vision`. */
  readonly isOn: boolean;
  /** Config `people_policy.allow_openai_on_people_sets`. */
  readonly allowPeopleSets: boolean;
  /** Config `ai_tagging.allow_hosts`. */
  readonly allowHosts: readonly string[];
  readonly baseUrl: string;
  readonly model: string;
}

export interface CloudFacts {
  readonly settings: CloudSettings;
  readonly consent: CloudConsent | null;
  /** What the call can cost at most, and what is left of the budget before it; billionths of a dollar. */
  readonly budget: { readonly leftNanoUsd: number; readonly worstNanoUsd: number };
  /** All members of the cluster that the picture stands for. */
  readonly members: readonly MemberCheck[];
  /** The picture, one of the members. */
  readonly photo: Sha1;
  readonly jpeg: Uint8Array;
  /** When the facts were read. */
  readonly readAtMillis: number;
}

export type CloudDecision =
  | { readonly mayLeave: true; readonly picture: ApprovedPicture }
  | { readonly mayLeave: false; readonly reasons: readonly string[] };

/** Facts are read again before each call; a yes that was kept for longer than this is none. */
const VALID_MILLIS = 10_000;

/** Known to this file alone, so that no other can make an approval. */
const MADE_BY_THE_GATE = Symbol('made by the gate');

export interface ApprovedParts {
  readonly url: URL;
  readonly model: string;
  readonly jpeg: Uint8Array;
}

/** Leave to send these bytes to this address, once, now. */
export class ApprovedPicture {
  readonly photo: Sha1;
  readonly runId: number;
  readonly #parts: ApprovedParts;
  readonly #until: number;
  #isUsed = false;

  constructor(
    key: symbol,
    parts: ApprovedParts,
    { photo, runId, until }: { photo: Sha1; runId: number; until: number },
  ) {
    if (key !== MADE_BY_THE_GATE) throw new TypeError('only the gate approves');
    this.photo = photo;
    this.runId = runId;
    // Whoever holds the bytes cannot change them any more.
    this.#parts = { ...parts, url: new URL(parts.url), jpeg: Uint8Array.from(parts.jpeg) };
    this.#until = until;
    Object.freeze(this);
  }

  /** True of what the gate made, and of nothing that looks like it. */
  static isGenuine(value: unknown): value is ApprovedPicture {
    return typeof value === 'object' && value !== null && #parts in value;
  }

  /** The bytes, for the one time that they may be sent. Throws the second time, and when the facts are old. */
  use(nowMillis: number): ApprovedParts {
    if (this.#isUsed) throw new TypeError('the approval was used already');
    if (!(nowMillis <= this.#until)) throw new TypeError('the approval is too old');
    this.#isUsed = true;
    return this.#parts;
  }
}

/**
 * May these bytes go to this address now? Everything must be there: the setting, the user's yes to this run and service,
 * a host on the list, the people check of every member with nobody found, budget, and a picture without metadata. An
 * error on the way is a no.
 */
export function decideCloud(facts: CloudFacts): CloudDecision {
  try {
    const { settings, consent, photo, jpeg, readAtMillis } = facts;
    const url = allowedUrl(settings.baseUrl, settings.allowHosts);
    const reasons = [
      ...serviceReasons(settings),
      ...consentReasons(settings, consent),
      ...peopleReasons(tallyOf(facts.members), settings.allowPeopleSets),
      ...(facts.members.some((member) => member.sha1 === photo)
        ? []
        : ['the picture is not of that cluster']),
      ...budgetReasons(facts.budget),
      ...pictureReasons(jpeg),
    ];
    if (reasons.length > 0 || typeof url === 'string' || consent === null)
      return { mayLeave: false, reasons };
    const picture = new ApprovedPicture(
      MADE_BY_THE_GATE,
      { url, model: settings.model, jpeg },
      { photo, runId: consent.runId, until: readAtMillis + VALID_MILLIS },
    );
    return { mayLeave: true, picture };
  } catch {
    return { mayLeave: false, reasons: ['the facts could not be judged'] };
  }
}

/** Why this service must not be asked at all; empty where it may. */
export function serviceReasons(settings: CloudSettings): string[] {
  const url = allowedUrl(settings.baseUrl, settings.allowHosts);
  return [
    ...(settings.isOn === true ? [] : ['ai_tagging.use_openai_vision is off']),
    ...(typeof url === 'string' ? [url] : []),
  ];
}

/** Members of a cluster by what is known of them. */
export interface PeopleTally {
  readonly members: number;
  readonly unchecked: number;
  readonly people: number;
  readonly undecided: number;
}

/**
 * A flag by hand stands above what the check found, as in `verdictOf` of the stages; a lifted one takes the place of no
 * check: who was never looked at stays.
 */
export function tallyOf(members: readonly MemberCheck[]): PeopleTally {
  const tally = { members: members.length, unchecked: 0, people: 0, undecided: 0 };
  for (const { isChecked, verdict, flag } of members) {
    if (flag === 'set') tally.people++;
    if (isChecked !== true) tally.unchecked++;
    else if (flag === 'set' || flag === 'lifted') continue;
    else if (verdict === 'people') tally.people++;
    else if (verdict !== 'no-people') tally.undecided++;
  }
  return tally;
}

/**
 * Why a cluster stays here because of who is on it; empty where nothing holds it.
 * @param allowPeopleSets lifts people sets, and those alone: one member in doubt, or not looked at, still holds all
 */
export function peopleReasons(tally: PeopleTally, allowPeopleSets: boolean): string[] {
  return [
    ...(tally.members > 0 ? [] : ['an empty cluster proves nothing']),
    ...(tally.unchecked === 0 ? [] : ['the people check is not done for every photo of the cluster']),
    ...(tally.people === 0 || allowPeopleSets === true ? [] : ['a people set']),
    ...(tally.undecided === 0 ? [] : ['perhaps a people set (the check came to no answer)']),
  ];
}

function consentReasons({ baseUrl, model }: CloudSettings, consent: CloudConsent | null): string[] {
  if (consent === null) return ['nobody said yes to this run'];
  const isSame = consent.baseUrl === baseUrl && consent.model === model;
  return isSame ? [] : ['the yes was given for another service or model'];
}

function budgetReasons({ leftNanoUsd, worstNanoUsd }: CloudFacts['budget']): string[] {
  return worstNanoUsd >= 0 && leftNanoUsd >= worstNanoUsd ? [] : ['the budget is used up'];
}

function pictureReasons(jpeg: Uint8Array): string[] {
  const beside = besideThePicture(jpeg);
  return beside === null ? [] : [`the picture is not bare: ${beside}`];
}
