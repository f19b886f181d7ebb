/** What the hub says of a file before it is downloaded. */
export interface HubFacts {
  readonly bytes: number | null;
  /** Of a large file (Git LFS, Xet). */
  readonly sha256: string | null;
  /** Of a small file: SHA-1 of `blob <size>\0` and the bytes, as Git names it. */
  readonly gitSha1: string | null;
  /** Commit of the repository. */
  readonly commit: string | null;
}

export const NO_FACTS: HubFacts = { bytes: null, sha256: null, gitSha1: null, commit: null };

/**
 * Reads the headers of the hub's own answer, which for a large file is the redirect, not what lies behind it.
 * `X-Linked-Etag` is the SHA-256 and `X-Linked-Size` the size of a large file; the `ETag` of a small one is its Git
 * blob name. Other servers put other things there, so that an ETag counts only beside `X-Repo-Commit`.
 */
export function hubFacts(headers: Headers, isRedirect: boolean): HubFacts {
  const commit = hex(headers.get('x-repo-commit'), 40);
  const linked = etagOf(headers.get('x-linked-etag'));
  const own = commit === null ? null : etagOf(headers.get('etag'));
  // A packed answer has the length of what is packed.
  const isOwnLength = !isRedirect && headers.get('content-encoding') === null;
  const size = headers.get('x-linked-size') ?? (isOwnLength ? headers.get('content-length') : null);
  return {
    bytes: size !== null && /^\d+$/.test(size) ? Number(size) : null,
    sha256: hex(linked, 64) ?? hex(own, 64),
    gitSha1: hex(linked, 40) ?? hex(own, 40),
    commit,
  };
}

/** The first that knows something wins. */
export function firstFacts(a: HubFacts, b: HubFacts): HubFacts {
  return {
    bytes: a.bytes ?? b.bytes,
    sha256: a.sha256 ?? b.sha256,
    gitSha1: a.gitSha1 ?? b.gitSha1,
    commit: a.commit ?? b.commit,
  };
}

/** Without quotes and the mark of a weak one. */
function etagOf(header: string | null): string | null {
  return header === null ? null : header.replace(/^W\//, '').replaceAll('"', '');
}

function hex(text: string | null, digits: number): string | null {
  return text !== null && text.length === digits && /^[0-9a-f]+$/i.test(text) ? text.toLowerCase() : null;
}
