import { type ErrorCode, PhotoTagError } from '../domain/errors.ts';

/** What the program returns; documented in the README. */
export const EXIT = {
  done: 0,
  broken: 1,
  usage: 2,
  locked: 3,
  incomplete: 4,
  interrupted: 130,
} as const;

const BY_CODE: Partial<Record<ErrorCode, number>> = {
  CONFIG_INVALID: EXIT.usage,
  CONFIG_MISSING: EXIT.usage,
  NO_ROOTS: EXIT.usage,
  ROOT_MISSING: EXIT.usage,
  USAGE: EXIT.usage,
  LOCKED: EXIT.locked,
  FILE_CHANGED: EXIT.locked,
  CANCELLED: EXIT.interrupted,
};

export function exitCodeOf(error: unknown): number {
  return error instanceof PhotoTagError ? (BY_CODE[error.code] ?? EXIT.broken) : EXIT.broken;
}
