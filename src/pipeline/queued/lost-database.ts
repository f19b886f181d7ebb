import { PhotoTagError } from '../../domain/errors.ts';

/** What the system and the driver call a connection that is gone, and Postgres a server that is going or coming. */
const LOST_CODES =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EAI_AGAIN|ENOENT|08\w{3}|57P0[123]|53300)$/;
const LOST_WORDS =
  /connection terminated|timeout exceeded when trying to connect|connection timeout|client has encountered a connection error|not queryable|client was closed|server closed the connection/i;

/** Two transactions waited for each other, or one saw what another changed: the same again will do. */
const CONFLICT_CODES = /^(40001|40P01|23505)$/;

function chain(error: unknown): { code: string; message: string }[] {
  const errors: { code: string; message: string }[] = [];
  for (let each = error; each instanceof Error && errors.length < 8; each = each.cause) {
    errors.push({ code: 'code' in each ? String(each.code) : '', message: each.message });
  }
  return errors;
}

/** Whether the database could not be reached, so that waiting helps. */
export const isLost = (error: unknown): boolean =>
  (!(error instanceof PhotoTagError) || error.code === 'STORE_UNUSABLE') &&
  chain(error).some(({ code, message }) => LOST_CODES.test(code) || LOST_WORDS.test(message));

export const isConflict = (error: unknown): boolean =>
  chain(error).some(({ code }) => CONFLICT_CODES.test(code));
