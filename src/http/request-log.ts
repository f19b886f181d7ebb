export interface LoggedRequest {
  /** The same as in the answer's X-Request-Id. */
  readonly requestId: string;
  readonly method: string;
  /** As it is declared, `/api/photos/:sha1`; `none` where there is none. Never what was asked for: that may name things. */
  readonly route: string;
}

/** Hears of every request. */
export interface RequestLog {
  answered(request: LoggedRequest & { readonly status: number; readonly millis: number }): void;
  /** Something that is a fault of the program, with what is known of it. */
  failed(request: LoggedRequest, error: unknown): void;
}
