import { randomBytes } from 'node:crypto';
import fastifyRateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { HttpProblem, problemOf } from './problem.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';
import { isSameToken, tokenCookie, tokensOf } from './security/access-token.ts';
import { isAllowedHost } from './security/allowed-hosts.ts';
import { whyForeign } from './security/foreign-page.ts';
import { securityHeaders } from './security/headers.ts';

export interface ServerOptions {
  /** `elsewhere`: other machines reach it. Then there is a token. */
  readonly listening: 'loopback' | 'elsewhere';
  /** Names other than the machine's own under which it may be asked. */
  readonly names: readonly string[];
  /** Wanted with every request; null: of nobody. */
  readonly token: string | null;
  readonly log?: RequestLog | undefined;
  /** How long the head and the body of a request may take; 20 s where it is left out. */
  readonly requestTimeoutMillis?: number | undefined;
}

/** Ids of some thousands of photos fit; a picture does not. */
const BODY_LIMIT_BYTES = 1_048_576;
/** A body or a head that takes longer is somebody who keeps connections busy. */
const REQUEST_TIMEOUT_MILLIS = 20_000;
/** A page that scrolls asks for some hundred pictures a second; a program in a loop for thousands. */
const MOST_REQUESTS = { max: 6000, timeWindow: 10_000 };

export type Server = FastifyInstance<
  import('node:http').Server,
  import('node:http').IncomingMessage,
  import('node:http').ServerResponse,
  import('fastify').FastifyBaseLogger,
  ZodTypeProvider
>;

/** Who may ask, and what is said to those who may not. Routes are registered on what it gives back. */
export async function guardedServer(options: ServerOptions): Promise<Server> {
  const { requestTimeoutMillis = REQUEST_TIMEOUT_MILLIS } = options;
  const server = fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: requestTimeoutMillis,
    routerOptions: { maxParamLength: 200 },
    http: {
      headersTimeout: requestTimeoutMillis,
      // Node looks for requests that take too long every 30 s otherwise.
      connectionsCheckingInterval: Math.min(5000, requestTimeoutMillis / 2),
      maxHeaderSize: 16_384,
    },
    return503OnClosing: true,
    genReqId: () => randomBytes(8).toString('hex'),
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  // Without it a form of another page could send a body that needs no leave of the browser (a "simple" request).
  server.removeContentTypeParser('text/plain');
  server.setErrorHandler((error, request, reply) => {
    const sent = sendProblem(reply, error);
    if (reply.statusCode >= 500) options.log?.failed(loggedOf(request), error);
    return sent;
  });
  server.addHook('onResponse', async (request, reply) => {
    options.log?.answered({
      ...loggedOf(request),
      status: reply.statusCode,
      millis: reply.elapsedTime,
    });
  });
  server.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      new HttpProblem(
        404,
        'NOT_FOUND',
        `There is no ${request.method} here`,
        'See /api/docs for what there is.',
      ),
    ),
  );
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders());
    reply.header('cache-control', 'no-store');
    reply.header('x-request-id', request.id);
    guard(request, options);
  });
  await server.register(fastifyRateLimit, {
    ...MOST_REQUESTS,
    errorResponseBuilder: (_request, { after }) =>
      new HttpProblem(429, 'TOO_MANY_REQUESTS', 'Too many requests at once', `Wait ${after} and ask again.`),
  });
  if (options.token !== null) addDoor(server, options.token);
  return server;
}

/** Pages that need a nonce for their style say so with this. */
export const newNonce = (): string => randomBytes(16).toString('base64');

export function sendProblem(reply: FastifyReply, error: unknown): FastifyReply {
  const problem = problemOf(error);
  return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem);
}

/** Where the link in the terminal leads: it gives the browser the token as a cookie and takes it out of the address. */
const DOOR = '/open';

function guard(request: FastifyRequest, { listening, names, token }: ServerOptions): void {
  const { headers } = request;
  if (!isAllowedHost(headers.host, listening, names)) {
    throw new HttpProblem(
      403,
      'FOREIGN_HOST',
      'This server does not go by that name',
      listening === 'loopback'
        ? 'Open it as http://127.0.0.1 with its port, or name the host with --name.'
        : 'Open it by its address in figures, or name the host with --name.',
    );
  }
  const foreign = whyForeign(request.method, headers);
  if (foreign !== null) {
    throw new HttpProblem(403, 'FOREIGN_PAGE', `The request is refused: ${foreign}`, 'Use the page itself.');
  }
  if (token === null || pathOf(request) === DOOR) return;
  if (!tokensOf(headers).some((given) => isSameToken(given, token))) {
    throw new HttpProblem(
      401,
      'TOKEN_WANTED',
      'The access token is missing or wrong',
      'Open the link that photo-tag printed in the terminal, or send the token as Authorization: Bearer.',
    );
  }
}

const loggedOf = (request: FastifyRequest): LoggedRequest => ({
  requestId: request.id,
  method: request.method,
  route: request.is404 ? 'none' : (request.routeOptions.url ?? 'none'),
});

const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0]!;

function addDoor(server: Server, token: string): void {
  server.get<{ Querystring: { token?: unknown } }>(DOOR, async (request, reply) => {
    const given = request.query.token;
    if (typeof given !== 'string' || !isSameToken(given, token)) {
      throw new HttpProblem(
        401,
        'TOKEN_WANTED',
        'The link has no token, or one of an earlier start',
        'Open the link that photo-tag printed in the terminal when it was started last.',
      );
    }
    return reply.header('set-cookie', tokenCookie(token, request.protocol === 'https')).redirect('/', 303);
  });
}
