import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the service heard. */
export interface HeardRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever came
  readonly body: any;
  readonly jpeg: Buffer;
  /** SHA-256 of the picture. */
  readonly imageHash: string;
  /** Counted from 0, of all requests and of this picture. */
  readonly index: number;
  readonly ofPicture: number;
}

export type Behaviour = (request: HeardRequest, response: ServerResponse) => void | Promise<void>;

/** A service that speaks OpenAI's chat completions over real HTTP on the loopback. */
export class FakeService {
  readonly heard: HeardRequest[] = [];
  /** Bytes that came in on any connection, whatever they were. */
  bytesIn = 0;
  connections = 0;
  /** Tokens that an answer is billed for. */
  usage: { prompt_tokens: number; completion_tokens: number } | null = {
    prompt_tokens: 3000,
    completion_tokens: 60,
  };
  behaviour: Behaviour;
  readonly #server: Server;

  private constructor(behaviour: Behaviour) {
    this.behaviour = behaviour;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.on('connection', (socket) => {
      this.connections++;
      socket.on('data', (chunk) => {
        this.bytesIn += chunk.length;
      });
      socket.on('error', () => undefined);
    });
  }

  static async start(
    behaviour: Behaviour = says(['sea', 'fog']),
    host = '127.0.0.1',
    port = 0,
  ): Promise<FakeService> {
    const service = new FakeService(behaviour);
    await new Promise<void>((done, failed) => {
      service.#server.once('error', failed);
      service.#server.listen(port, host, () => done());
    });
    return service;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}/v1`;
  }

  /** How often each picture came. */
  pictures(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { imageHash } of this.heard) counts.set(imageHash, (counts.get(imageHash) ?? 0) + 1);
    return counts;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const text = Buffer.concat(chunks).toString('utf8');
    let body: HeardRequest['body'] = null;
    try {
      body = JSON.parse(text);
    } catch {
      // Nothing that we would send.
    }
    const part = body?.messages?.[1]?.content?.find((one: { type: string }) => one.type === 'image_url');
    const jpeg = Buffer.from(
      String(part?.image_url?.url ?? '').replace(/^data:image\/jpeg;base64,/, ''),
      'base64',
    );
    const imageHash = createHash('sha256').update(jpeg).digest('hex');
    const heard: HeardRequest = {
      path: request.url ?? '',
      headers: request.headers,
      text,
      body,
      jpeg,
      imageHash,
      index: this.heard.length,
      ofPicture: this.heard.filter((one) => one.imageHash === imageHash).length,
    };
    this.heard.push(heard);
    await this.behaviour.call(this, heard, response);
  }
}

/** A whole answer with that text as content. */
export const completion = (
  content: string | null,
  usage: FakeService['usage'],
  message: Record<string, unknown> = {},
): string =>
  JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'made-model',
    choices: [
      { index: 0, finish_reason: 'stop', message: { role: 'assistant', content, refusal: null, ...message } },
    ],
    ...(usage && { usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens } }),
  });

export function reply(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text);
}

export const errorText = (message: string, code: string | null = null): string =>
  JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code } });

/** Answers with these tags, as the strict schema has it. */
export function says(tags: readonly string[], places: readonly string[] = []): Behaviour {
  return function (this: FakeService, _request, response) {
    reply(response, 200, completion(JSON.stringify({ tags, places }), this.usage));
  } as Behaviour;
}

/** Answers with that text for content. */
export function saysText(content: string): Behaviour {
  return function (this: FakeService, _request, response) {
    reply(response, 200, completion(content, this.usage));
  } as Behaviour;
}

/** Each request of a picture its own behaviour; the last for all that follow. */
export function inTurn(...behaviours: readonly Behaviour[]): Behaviour {
  return function (this: FakeService, request, response) {
    const next = behaviours[Math.min(request.ofPicture, behaviours.length - 1)]!;
    return next.call(this, request, response);
  } as Behaviour;
}

export const refusesWith =
  (
    status: number,
    message: string,
    headers: Record<string, string> = {},
    code: string | null = null,
  ): Behaviour =>
  (_request, response) =>
    reply(response, status, errorText(message, code), headers);

/** Cuts the connection with half of an answer on the way, or before any. */
export const cuts =
  (part: 'before' | 'in the middle'): Behaviour =>
  (_request, response) => {
    if (part === 'before') {
      response.socket?.destroy();
      return;
    }
    const text = completion('{"tags":["sea"],"places":[]}', null);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(text.length) });
    response.write(text.slice(0, text.length / 2), () => response.socket?.destroy());
  };

/** Takes the request and says nothing for ever. */
export const staysSilent: Behaviour = () => undefined;
