const MASK = '***';
const POSTGRES = /^postgres(ql)?:\/\//i;

export const isPostgresUrl = (text: string): boolean => POSTGRES.test(text);

/** Where a library is kept: a SQLite file, or a Postgres database whose password nobody gets to see by accident. */
export class DatabaseAddress {
  readonly kind: 'sqlite' | 'postgres';
  /** For people, logs and files: a path, or a URL without its password. */
  readonly shown: string;
  /** A private field: it is in no JSON and in nothing that Node prints. */
  readonly #full: string;

  constructor(text: string) {
    this.kind = isPostgresUrl(text) ? 'postgres' : 'sqlite';
    this.shown = withoutPassword(text);
    this.#full = text;
  }

  /** Whether the address itself holds one; what is no URL may. */
  get hasPassword(): boolean {
    return this.kind === 'postgres' && (!URL.canParse(this.#full) || passwordsOf(this.#full).length > 0);
  }

  /** For whoever opens it, and for nobody else. */
  reveal(): string {
    return this.#full;
  }

  /** Takes the password out of what others say, as a driver does of a failure. */
  mask(text: string): string {
    if (this.kind === 'sqlite') return text;
    let masked = text.replaceAll(this.#full, this.shown);
    for (const secret of passwordsOf(this.#full)) masked = masked.replaceAll(secret, MASK);
    return masked;
  }

  toString(): string {
    return this.shown;
  }
}

/** Of what is no URL, nothing is shown that may be a password. */
function withoutPassword(text: string): string {
  if (!isPostgresUrl(text)) return text;
  if (!URL.canParse(text)) return `${text.slice(0, text.indexOf('://'))}://${MASK}`;
  const url = new URL(text);
  if (url.password !== '') url.password = MASK;
  if (url.searchParams.has('password')) url.searchParams.set('password', MASK);
  return url.href;
}

function passwordsOf(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const url = new URL(text);
  const secrets = [url.password, url.searchParams.get('password') ?? ''];
  return [...secrets, ...secrets.map(decoded)].filter((secret) => secret !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
