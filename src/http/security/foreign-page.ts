import type { IncomingHttpHeaders } from 'node:http';
import { parseAuthority } from './authority.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const OWN_SITES = new Set(['same-origin', 'none']);

/**
 * Why a request comes from another page than ours; null where it does not. Browsers say where a request comes from in
 * `Origin` (RFC 6454; with everything that may change state, and with each request across origins) and in
 * `Sec-Fetch-Site` (Fetch Metadata, W3C). Programs that are no browser send neither.
 *
 * A link on another page may open ours: that is a navigation, and changes nothing.
 */
export function whyForeign(method: string, headers: IncomingHttpHeaders): string | null {
  const { origin } = headers;
  if (origin !== undefined && !isOwnOrigin(origin, headers.host ?? '')) {
    return `it comes from ${origin}`;
  }
  const site = headers['sec-fetch-site'];
  if (typeof site !== 'string' || OWN_SITES.has(site)) return null;
  const isNavigation = SAFE_METHODS.has(method) && headers['sec-fetch-mode'] === 'navigate';
  const isDocument = headers['sec-fetch-dest'] === 'document';
  return isNavigation && isDocument ? null : `it comes from another site (${site})`;
}

/** The page's own origin is whatever name and port the user reached it under; `null` is nobody's. */
function isOwnOrigin(origin: string, host: string): boolean {
  const match = /^https?:\/\/(.+)$/.exec(origin);
  const [theirs, ours] = [match === null ? null : parseAuthority(match[1]!), parseAuthority(host)];
  return theirs !== null && ours !== null && theirs.host === ours.host && theirs.port === ours.port;
}
