import OpenAI, { APIError } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { ApprovedPicture } from '../../algorithms/cloud-policy.ts';
import type { ImageDetail } from '../../domain/vision.ts';
import { barePost, NoAnswer } from './bare-fetch.ts';

/** What is asked beside the picture. */
export interface Question {
  readonly prompt: string;
  readonly detail: ImageDetail;
  /** Further fields of the request: form of the answer, most tokens. */
  readonly fields: Partial<ChatCompletionCreateParamsNonStreaming>;
}

export type WireReply =
  | { readonly kind: 'reply'; readonly status: number; readonly headers: Headers; readonly text: string }
  | { readonly kind: 'no-answer'; readonly reason: string; readonly mayHaveArrived: boolean };

export interface WireOptions {
  /** From the environment; null where the service needs none. */
  readonly key: string | null;
  readonly silenceMillis: number;
}

/** OpenAI's own client wants one; servers at home ignore it. */
const NO_KEY = 'none';

/**
 * The only way of a photo to the network. It takes what the gate approved and nothing else, once.
 */
export class CloudWire {
  readonly #options: WireOptions;

  constructor(options: WireOptions) {
    this.#options = options;
  }

  /** @throws TypeError where `picture` is no approval, or was used already */
  async post(picture: ApprovedPicture, question: Question): Promise<WireReply> {
    if (!ApprovedPicture.isGenuine(picture))
      throw new TypeError('nothing leaves without an approval of the gate');
    const { url, model, jpeg } = picture.use(Date.now());
    const address = new URL(`${url.href.replace(/\/+$/, '')}/chat/completions`);
    const client = this.#clientFor(address, url);
    const dataUri = `data:image/jpeg;base64,${Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength).toString('base64')}`;
    const request: ChatCompletionCreateParamsNonStreaming = {
      model,
      messages: [
        { role: 'system', content: question.prompt },
        {
          role: 'user',
          content: [
            {
              type: 'image_url',
              image_url: { url: dataUri, ...(question.detail && { detail: question.detail }) },
            },
          ],
        },
      ],
      ...question.fields,
    };
    try {
      const response = await client.chat.completions.create(request).asResponse();
      return {
        kind: 'reply',
        status: response.status,
        headers: response.headers,
        text: await response.text(),
      };
    } catch (error) {
      return replyOf(error);
    }
  }

  /** A client that can do one thing: what was approved. Nothing is taken from the environment. */
  #clientFor(address: URL, base: URL): OpenAI {
    const { key, silenceMillis } = this.#options;
    return new OpenAI({
      apiKey: key ?? NO_KEY,
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      baseURL: base.href.replace(/\/+$/, ''),
      maxRetries: 0,
      // Silence is what counts here; a slow machine at home may think for long.
      timeout: 24 * 60 * 60 * 1000,
      logLevel: 'off',
      fetch: (url, init) =>
        barePost(
          address,
          String(url),
          {
            method: init?.method ?? 'GET',
            headers: new Headers(init?.headers as ConstructorParameters<typeof Headers>[0]),
            body: typeof init?.body === 'string' ? init.body : '',
          },
          { silenceMillis },
        ),
    });
  }
}

function replyOf(error: unknown): WireReply {
  const cause = causeOf(error);
  if (cause !== null)
    return { kind: 'no-answer', reason: cause.message, mayHaveArrived: cause.mayHaveArrived };
  if (error instanceof APIError && typeof error.status === 'number') {
    const text = JSON.stringify({ error: error.error ?? { message: error.message } });
    return { kind: 'reply', status: error.status, headers: new Headers(error.headers), text };
  }
  // Whatever it was, bytes may have left.
  return { kind: 'no-answer', reason: 'the client failed', mayHaveArrived: true };
}

function causeOf(error: unknown): NoAnswer | null {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof NoAnswer) return at;
  return null;
}
