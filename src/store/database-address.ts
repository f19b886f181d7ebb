import { PhotoTagError } from '../domain/errors.ts';

export const isPostgresUrl = (text: string): boolean => /^postgres(ql)?:\/\//i.test(text);

const MASK = '***';

/** The URL without its password, for people and logs; what is no URL is shown as far as it certainly has none. */
export function withoutPassword(text: string): string {
  if (!isPostgresUrl(text)) return text;
  try {
    const url = new URL(text);
    if (url.password !== '') url.password = MASK;
    if (url.searchParams.has('password')) url.searchParams.set('password', MASK);
    return url.href;
  } catch {
    return `${text.slice(0, text.indexOf('://'))}://${MASK}`;
  }
}

/** Replaces the password of this URL wherever it stands in a text, as in what a driver says of a failure. */
export function maskPassword(text: string, address: string): string {
  let masked = text.replaceAll(address, withoutPassword(address));
  for (const secret of passwordsOf(address)) masked = masked.replaceAll(secret, MASK);
  return masked;
}

function passwordsOf(address: string): string[] {
  try {
    const url = new URL(address);
    const secrets = [url.password, decodeURIComponent(url.password), url.searchParams.get('password') ?? ''];
    return secrets.filter((secret) => secret !== '');
  } catch {
    return [];
  }
}

/** Throws CONFIG_INVALID where it is no URL, without saying what stands in it. */
export function checkPostgresUrl(address: string): void {
  if (URL.canParse(address)) return;
  throw new PhotoTagError('CONFIG_INVALID', `The address of the database ${withoutPassword(address)} is no URL`, {
    remedy:
      'Write postgres://user@host:5432/database. In a password, write what is not a letter or digit as %XX, or give it in PGPASSWORD or ~/.pgpass.',
  });
}
