/** Stable codes: programs and the docs rely on them, so none is ever renamed. */
export type ErrorCode =
  | 'CONFIG_INVALID'
  | 'CONFIG_MISSING'
  | 'ROOT_MISSING'
  | 'NO_ROOTS'
  | 'LOCKED'
  | 'TOOL_MISSING'
  | 'TOOL_FAILED'
  | 'MODEL_MISSING'
  | 'MODEL_CHANGED'
  | 'DOWNLOAD_FAILED'
  | 'STORE_UNUSABLE'
  | 'DISK_FULL'
  | 'DATA_FOLDER'
  | 'BUCKET_UNUSABLE'
  | 'FILE_CHANGED'
  | 'PORT_IN_USE'
  | 'VISION_UNUSABLE'
  | 'USAGE'
  | 'DEED_MOVED'
  | 'CANCELLED';

/**
 * A problem that stops the work. Says what happened, to which file, what the user can do, and what caused it.
 */
export class PhotoTagError extends Error {
  readonly code: ErrorCode;
  readonly file: string | undefined;
  readonly remedy: string;

  constructor(
    code: ErrorCode,
    message: string,
    options: { remedy: string; file?: string | undefined; cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PhotoTagError';
    this.code = code;
    this.remedy = options.remedy;
    this.file = options.file;
  }
}

/** The shortest honest sentence for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
