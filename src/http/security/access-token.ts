import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** 256 bits: nobody guesses it, and a link with it still fits in a line of the terminal. */
const TOKEN_BYTES = 32;

export const TOKEN_COOKIE = 'photo_tag_token';

export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** In a time that says nothing of how much of it is right: hashes of equal length are compared. */
export function isSameToken(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

/** As a program sends it (`Authorization: Bearer`, RFC 6750) or as the browser keeps it (a cookie). */
export function tokensOf({ authorization, cookie }: IncomingHttpHeaders): string[] {
  const bearer = /^Bearer ([\w~+/.-]+=*)$/i.exec(authorization ?? '')?.[1];
  const cookies = (cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${TOKEN_COOKIE}=`))
    .map((part) => part.slice(TOKEN_COOKIE.length + 1));
  return [...(bearer === undefined ? [] : [bearer]), ...cookies];
}

/** Only for this server, never readable by a script, and never sent along from another site. */
export const tokenCookie = (token: string, isHttps: boolean): string =>
  `${TOKEN_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000${isHttps ? '; Secure' : ''}`;
