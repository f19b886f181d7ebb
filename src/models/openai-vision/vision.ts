import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '../../domain/errors.ts';
import { messageOf, PhotoTagError } from '../../domain/errors.ts';
import type { ImageDetail } from '../../domain/vision.ts';
import type { CallDesk, CallEnd, Described, Vision } from '../vision.ts';
import { CloudWire, type WireReply } from './cloud-wire.ts';
import { askedPauseMillis, Pace, type PaceOptions } from './pace.ts';
import { readReply, type ServiceError, serviceError } from './read-reply.ts';
import {
  ANSWER_FORMAT,
  type AnswerForm,
  type EndpointHabits,
  habitsOf,
  learnFrom,
  requestFields,
  SIMPLER,
} from './request-form.ts';

export interface OpenAiVisionOptions extends PaceOptions {
  readonly baseUrl: string;
  readonly model: string;
  /** OPENAI_API_KEY; null where there is none. */
  readonly key: string | null;
  readonly prompt: string;
  readonly detail: ImageDetail;
  readonly mostTags: number;
  readonly mostOutputTokens: number;
  /** Tries of one picture. */
  readonly attempts: number;
  /** A call is given up when nothing was heard for that long. */
  readonly silenceMillis: number;
  /** First pause after a failure; each next one is twice as long. */
  readonly backOffMillis?: number | undefined;
}

const BACK_OFF_MILLIS = 1000;
const LONGEST_BACK_OFF_MILLIS = 60_000;
/** Answers that cost money and cannot be read: more than two for one picture is throwing it away. */
const MOST_DAMAGED = 2;
/** So many pictures in a row that came to nothing mean that the service is down, and not that pictures are bad. */
const FAILED_IN_A_ROW = 3;

const NO_USAGE = { inputTokens: null, outputTokens: null };

/** Any service that speaks OpenAI's chat completions. */
export function createOpenAiVision(options: OpenAiVisionOptions): Vision {
  return new OpenAiVision(options);
}

type Step = Described | 'again';

class OpenAiVision implements Vision {
  readonly model: string;
  readonly promptId: string;
  readonly promptBytes: number;
  readonly concurrency: number;
  readonly #options: OpenAiVisionOptions;
  readonly #host: string;
  readonly #wire: CloudWire;
  readonly #pace: Pace;
  readonly #habits: EndpointHabits;
  #failedInARow = 0;

  constructor(options: OpenAiVisionOptions) {
    const { baseUrl, model, key, prompt, detail, silenceMillis, concurrency } = options;
    const form = JSON.stringify(ANSWER_FORMAT);
    this.#options = options;
    this.#host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : '';
    this.#wire = new CloudWire({ key, silenceMillis });
    this.#pace = new Pace(options);
    this.#habits = habitsOf(this.#host);
    this.model = model;
    this.concurrency = concurrency;
    this.promptBytes = Buffer.byteLength(prompt) + Buffer.byteLength(form);
    this.promptId = createHash('sha256')
      .update(JSON.stringify([prompt, form, detail]))
      .digest('hex')
      .slice(0, 16);
  }

  async describe(desk: CallDesk, signal: AbortSignal): Promise<Described> {
    const picture: PictureState = { form: 'schema', damaged: 0, failures: 0, lessons: 0 };
    for (;;) {
      if (!(await this.#pace.turn(desk.worstTokens, signal))) return { kind: 'stopped' };
      let step: Step;
      try {
        step = await this.#attempt(desk, picture);
      } finally {
        this.#pace.over();
      }
      if (step === 'again') {
        await this.#backOff(picture, signal);
        continue;
      }
      if (step.kind === 'answered' || step.kind === 'refused') this.#failedInARow = 0;
      return step;
    }
  }

  async close(): Promise<void> {}

  async #attempt(desk: CallDesk, picture: PictureState): Promise<Step> {
    const call = await desk.open();
    if ('held' in call) return { kind: 'held', reasons: call.held };
    const { prompt, detail, mostOutputTokens } = this.#options;
    const form = simplest(picture.form, this.#habits.form);
    let reply: WireReply;
    try {
      reply = await this.#wire.post(call.picture, {
        prompt,
        detail: this.#habits.takesDetail ? detail : null,
        fields: requestFields(form, this.#habits, this.#host, mostOutputTokens),
      });
    } catch (error) {
      const note = messageOf(error);
      await call.settle({ state: 'not-sent', note, usage: NO_USAGE });
      // A disk that took too long to announce the call, for one.
      return this.#failure(picture, note, false);
    }
    const { end, step } = this.#judge(reply, form, picture);
    await call.settle(end);
    return step;
  }

  #judge(reply: WireReply, form: AnswerForm, picture: PictureState): { end: CallEnd; step: Step } {
    if (reply.kind === 'no-answer') {
      const state = reply.mayHaveArrived ? 'unknown' : 'not-sent';
      const step = this.#failure(picture, reply.reason, !reply.mayHaveArrived);
      return { end: { state, note: reply.reason, usage: NO_USAGE }, step };
    }
    const { status, headers, text } = reply;
    if (status === 200) {
      this.#pace.heard(headers, false);
      return this.#judgeAnswer(readReply(text, this.#options.mostTags), form, picture);
    }
    const error = this.#masked(serviceError(text));
    const note = `status ${status}${error.message === '' ? '' : `: ${error.message}`}`;
    const end: CallEnd = { state: 'error', note, usage: NO_USAGE };
    const isTooFast = status === 429;
    this.#pace.heard(headers, isTooFast);
    if (isRefusal(status, error)) {
      const reason = error.message || 'against the rules of the service';
      return { end, step: { kind: 'refused', reason } };
    }
    const cause = brokenBecause(status, error);
    if (cause !== null) return { end, step: { kind: 'broken', error: this.#brokenError(cause, note) } };
    if (isWorthAgain(status)) {
      const pause = askedPauseMillis(headers, Date.now());
      if (pause !== null) this.#pace.pause(pause);
      return { end, step: this.#failure(picture, note, false) };
    }
    if (
      (status === 400 || status === 422) &&
      picture.lessons < 5 &&
      learnFrom(error.message, form, this.#habits)
    ) {
      picture.lessons++;
      return { end, step: 'again' };
    }
    return { end, step: this.#giveUp(note) };
  }

  #judgeAnswer(end: CallEnd, form: AnswerForm, picture: PictureState): { end: CallEnd; step: Step } {
    if (end.state === 'answered') return { end, step: { kind: 'answered', words: end.words } };
    if (end.state === 'refused') {
      const reason = this.#withoutKey(end.reason);
      return { end: { ...end, reason }, step: { kind: 'refused', reason } };
    }
    picture.damaged++;
    picture.form = SIMPLER[form] ?? form;
    if (picture.damaged < MOST_DAMAGED) return { end, step: this.#failure(picture, end.note, false) };
    return { end, step: this.#giveUp(end.note) };
  }

  /** Another try, where one is left. */
  #failure(picture: PictureState, reason: string, isUnreachable: boolean): Step {
    picture.failures++;
    if (picture.failures < this.#options.attempts) return 'again';
    if (isUnreachable) return { kind: 'broken', error: this.#brokenError('unreachable', reason) };
    return this.#giveUp(reason);
  }

  #giveUp(reason: string): Described {
    if (++this.#failedInARow >= FAILED_IN_A_ROW) {
      this.#failedInARow = 0;
      return { kind: 'broken', error: this.#brokenError('failing', reason) };
    }
    return { kind: 'failed', reason };
  }

  async #backOff({ failures }: PictureState, signal: AbortSignal): Promise<void> {
    if (failures === 0) return;
    const first = this.#options.backOffMillis ?? BACK_OFF_MILLIS;
    const longest = Math.min(LONGEST_BACK_OFF_MILLIS, first * 2 ** (failures - 1));
    // Between half and all of it, so that calls that failed together do not come back together.
    const millis = longest * (0.5 + Math.random() / 2);
    await sleep(millis, undefined, { signal }).catch(() => undefined);
  }

  #masked(error: ServiceError): ServiceError {
    return { code: this.#withoutKey(error.code), message: this.#withoutKey(error.message) };
  }

  /** Services quote the key, whole or half, in what they say of it. */
  #withoutKey(text: string): string {
    const { key } = this.#options;
    const plain = key === null || key === '' ? text : text.replaceAll(key, '…');
    return plain.replace(/\b(sk|pk|key|bearer)[-_ ][\w*.-]{6,}/gi, '…');
  }

  #brokenError(cause: BrokenCause, note: string): PhotoTagError {
    const { code, remedy } = BROKEN[cause];
    const message = `The vision service at ${this.#host} cannot be used (${note})`;
    return new PhotoTagError(code, message, { remedy });
  }
}

interface PictureState {
  /** No less simple than this: its last answer could not be read. */
  form: AnswerForm;
  damaged: number;
  failures: number;
  /** How often the endpoint taught us another form of the request. */
  lessons: number;
}

const simplest = (one: AnswerForm, other: AnswerForm): AnswerForm =>
  FORMS.indexOf(one) > FORMS.indexOf(other) ? one : other;

const FORMS: readonly AnswerForm[] = ['schema', 'object', 'text'];

type BrokenCause = 'key' | 'quota' | 'model' | 'redirect' | 'unreachable' | 'failing';

const BROKEN: Readonly<Record<BrokenCause, { code: ErrorCode; remedy: string }>> = {
  key: {
    code: 'VISION_UNUSABLE',
    remedy: 'Check the key in the environment (OPENAI_API_KEY) and what it may be used for.',
  },
  quota: { code: 'VISION_UNUSABLE', remedy: 'The account has no money left: see its billing page.' },
  model: {
    code: 'VISION_UNUSABLE',
    remedy: 'Check ai_tagging.openai_model and ai_tagging.base_url; most end in /v1.',
  },
  redirect: {
    code: 'VISION_UNUSABLE',
    remedy:
      'Redirects are not followed, so that no other host gets pictures: write the address itself in ai_tagging.base_url.',
  },
  unreachable: {
    code: 'VISION_UNUSABLE',
    remedy: 'Is the server running, and the network there? The same command goes on from here.',
  },
  failing: { code: 'VISION_UNUSABLE', remedy: 'Try again later; the same command goes on from here.' },
};

function brokenBecause(status: number, { code }: ServiceError): BrokenCause | null {
  if (status >= 300 && status < 400) return 'redirect';
  if (status === 401 || status === 403 || status === 407) return 'key';
  if (status === 402 || /insufficient_quota|billing/i.test(code)) return 'quota';
  return status === 404 || status === 405 || status === 501 ? 'model' : null;
}

const isRefusal = (status: number, { code, message }: ServiceError): boolean =>
  status >= 400 &&
  status < 500 &&
  (/content_policy|content_filter|safety|moderation/i.test(code) ||
    /content (policy|management policy|filter)|safety system|usage polic/i.test(message));

const isWorthAgain = (status: number): boolean =>
  status === 408 || status === 409 || status === 425 || status === 429 || status >= 500;
