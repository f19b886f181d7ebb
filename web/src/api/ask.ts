import { connection } from './connection.ts';
import type { Problem } from './wire.ts';

/** What the server said no to, in its words; `status` 0 where it could not be reached. */
export class AskProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(problem.detail, { cause });
    this.problem = problem;
  }

  /** Asking the same again may help: nobody answered, or not now. */
  get mayPass(): boolean {
    const { status } = this.problem;
    return (
      status === 0 || status === 408 || status === 429 || status >= 500 || this.problem.code === 'LOCKED'
    );
  }
}

/** @throws AskProblem, whatever goes wrong */
export async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, init);
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    connection.lost();
    throw new AskProblem(UNREACHABLE, cause);
  }
  connection.found();
  if (response.ok) return (await response.json()) as Answer;
  throw new AskProblem(await problemOf(response));
}

export const post = <Answer>(path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> =>
  ask<Answer>(path, {
    method: 'POST',
    ...(signal !== undefined && { signal }),
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });

/** A query string of what is defined. */
export function queryOf(values: Record<string, string | number | boolean | null | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
}

const UNREACHABLE: Problem = {
  type: 'urn:photo-tag:unreachable',
  title: 'No answer',
  status: 0,
  code: 'UNREACHABLE',
  detail: 'photo-tag does not answer',
  remedy: 'Start it again in its folder: photo-tag serve.',
};

async function problemOf(response: Response): Promise<Problem> {
  const { status, statusText } = response;
  const body = (await response.json().catch(() => null)) as Partial<Problem> | null;
  return {
    type: body?.type ?? 'about:blank',
    title: body?.title ?? statusText,
    status,
    code: body?.code ?? `HTTP_${status}`,
    detail: body?.detail ?? `The server answered ${status} ${statusText}`,
    remedy: body?.remedy ?? 'Load the page again.',
  };
}
