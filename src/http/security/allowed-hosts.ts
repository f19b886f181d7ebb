import { isIP } from 'node:net';
import { parseAuthority } from './authority.ts';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '::1']);

/**
 * Whether the server may be asked under this Host header. A page elsewhere that points its own name here (DNS
 * rebinding) sends that name; it cannot send another.
 * @param listening `loopback`: this machine's own names alone. `elsewhere`: also any address in figures, which nobody
 * can rebind, and the names that the user gave.
 */
export function isAllowedHost(
  header: string | undefined,
  listening: 'loopback' | 'elsewhere',
  names: readonly string[],
): boolean {
  const authority = header === undefined ? null : parseAuthority(header);
  if (authority === null) return false;
  const { host } = authority;
  if (LOOPBACK_NAMES.has(host)) return true;
  if (names.some((name) => parseAuthority(name)?.host === host)) return true;
  return listening === 'elsewhere' && isIP(host) !== 0;
}

/** Whether an address to listen on is reached from this machine alone. */
export const isLoopback = (address: string): boolean =>
  LOOPBACK_NAMES.has(address.toLowerCase().replace(/^\[|\]$/g, '')) || /^127(\.\d{1,3}){3}$/.test(address);
