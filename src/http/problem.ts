import { type ErrorCode, messageOf, PhotoTagError } from '../domain/errors.ts';

/** Codes of the server's own, beside those of the program. */
export type HttpProblemCode =
  | ErrorCode
  | 'NOT_FOUND'
  | 'BAD_REQUEST'
  | 'FOREIGN_HOST'
  | 'FOREIGN_PAGE'
  | 'TOKEN_WANTED'
  | 'TOO_LARGE'
  | 'TOO_SLOW'
  | 'TOO_MANY_REQUESTS'
  | 'UNSUPPORTED_MEDIA'
  | 'PAGE_NOT_BUILT'
  | 'INTERNAL';

/** RFC 9457, with a stable code and what the user can do. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: HttpProblemCode;
  readonly detail: string;
  readonly remedy: string;
}

/** Anything that goes wrong on the way of a request. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: HttpProblemCode;
  readonly remedy: string;

  constructor(status: number, code: HttpProblemCode, message: string, remedy: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.remedy = remedy;
  }
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  USAGE: 400,
  CONFIG_INVALID: 422,
  CONFIG_MISSING: 422,
  NO_ROOTS: 409,
  ROOT_MISSING: 409,
  LOCKED: 409,
  FILE_CHANGED: 409,
  DEED_MOVED: 409,
  CANCELLED: 409,
  MODEL_MISSING: 409,
  DISK_FULL: 507,
  DATA_FOLDER: 507,
};

const OF_FASTIFY: Record<string, { status: number; code: HttpProblemCode; remedy: string }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'TOO_LARGE',
    remedy: 'Send less at once: ids in several requests.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'UNSUPPORTED_MEDIA',
    remedy: 'Send JSON, with content-type: application/json.',
  },
};

const TITLES: Record<number, string> = {
  400: 'The request cannot be understood',
  401: 'The access token is wanted',
  403: 'Not from here',
  404: 'There is no such thing',
  409: 'Not now',
  413: 'Too large',
  415: 'Not JSON',
  422: 'The settings are not valid',
  429: 'Too many requests',
  503: 'Not ready',
  507: 'No room',
};

/** The problem that an error is for whoever sent the request. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpProblem) return problem(error.status, error.code, error.message, error.remedy);
  if (error instanceof PhotoTagError) {
    return problem(STATUS[error.code] ?? 500, error.code, error.message, error.remedy);
  }
  const { code, statusCode, validation } = error as {
    code?: string;
    statusCode?: number;
    validation?: unknown;
  };
  if (validation !== undefined) {
    return problem(400, 'BAD_REQUEST', messageOf(error), 'See /api/docs for what is wanted.');
  }
  const known = OF_FASTIFY[code ?? ''];
  if (known !== undefined) return problem(known.status, known.code, messageOf(error), known.remedy);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return problem(statusCode, 'BAD_REQUEST', messageOf(error), 'See /api/docs for what is wanted.');
  }
  return problem(
    500,
    'INTERNAL',
    messageOf(error),
    'This is a fault of photo-tag: please report it with the output of `photo-tag doctor`.',
  );
}

function problem(status: number, code: HttpProblemCode, detail: string, remedy: string): Problem {
  const title = TITLES[status] ?? 'Something went wrong';
  return { type: `urn:photo-tag:${code.toLowerCase()}`, title, status, code, detail, remedy };
}
