import { messageOf, PhotoTagError } from '../../domain/errors.ts';

/** A failure that may pass: tried again, and told as `error` when it does not. */
export class TryAgain extends Error {
  readonly error: PhotoTagError;
  /** What the server asked for; null where it said nothing. */
  readonly waitMillis: number | null;

  constructor(error: PhotoTagError, waitMillis: number | null = null) {
    super(error.message);
    this.error = error;
    this.waitMillis = waitMillis;
  }
}

export function downloadFailed(message: string, remedy: string, cause?: unknown): PhotoTagError {
  return new PhotoTagError('DOWNLOAD_FAILED', message, { remedy, cause });
}

export function cancelled(): PhotoTagError {
  return new PhotoTagError('CANCELLED', 'Stopped; what was downloaded is kept', {
    remedy: 'The same command goes on from here.',
  });
}

const OFFLINE =
  'Check the network and models.mirror. For a machine without internet, pull elsewhere and bring the folder: `photo-tag models pull --from FOLDER`.';

/** Certificates that are not trusted: a proxy that looks into connections, or somebody in between. */
const UNTRUSTED = /CERT|SIGNATURE|ALTNAME|SELF_SIGNED/;

/**
 * What a failed connection means.
 * @returns TryAgain where it may pass by itself, else the error.
 */
export function connectionProblem(cause: unknown, url: URL): TryAgain | PhotoTagError {
  const code = codeOf(cause);
  const host = url.host;
  const failed = (what: string, remedy: string) => downloadFailed(what, remedy, cause);
  if (code === 'ENOTFOUND') return failed(`The host ${host} is not known (${code})`, OFFLINE);
  if (UNTRUSTED.test(code)) {
    return failed(
      `The certificate of ${host} is not trusted (${code})`,
      'A proxy that looks into connections may be in between: name its certificate with NODE_EXTRA_CA_CERTS=FILE. Otherwise do not go on: this is not the host that it claims to be.',
    );
  }
  const what = code === 'ECONNREFUSED' ? `${host} refuses connections` : `The connection to ${host} was lost`;
  return new TryAgain(failed(`${what} (${code === '' ? messageOf(cause) : code})`, OFFLINE));
}

/** The innermost code of an error of `fetch`, which wraps it twice. */
function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as NodeJS.ErrnoException;
    if (typeof code === 'string') return code;
    // Several addresses were tried, and all failed.
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return '';
}

/** What a disk said while a model was written. */
export function diskProblem(cause: unknown, path: string, folder: string): PhotoTagError {
  const { code = '' } = cause as NodeJS.ErrnoException;
  const why = { file: path, cause };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new PhotoTagError('DISK_FULL', `The disk of ${folder} is full (${code})`, {
      ...why,
      remedy: 'Free some space, or set models.dir to another disk; the same command goes on from here.',
    });
  }
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return new PhotoTagError('DATA_FOLDER', `No permission to write ${path} (${code})`, {
      ...why,
      remedy: 'Allow your user to write the folder, or set models.dir to another.',
    });
  }
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'EISDIR') {
    return new PhotoTagError('DATA_FOLDER', `Something else is in the way of ${path} (${code})`, {
      ...why,
      remedy: 'Move it away, or set models.dir to another folder.',
    });
  }
  return new PhotoTagError('DATA_FOLDER', `${path} cannot be written: ${messageOf(cause)}`, {
    ...why,
    remedy: 'Check the disk of models.dir, or set it to another.',
  });
}

/** Where a file is not the one that was expected. */
export function otherFile(label: string, path: string, why: string, remedy: string): PhotoTagError {
  return new PhotoTagError('MODEL_CHANGED', `${label}: ${path} ${why}`, { file: path, remedy });
}
