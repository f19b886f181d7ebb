import type { Proxy } from '../domain/proxy.ts';

export interface ProxyRequest {
  /** The original. Only read. */
  readonly original: string;
  /** Where the proxy goes: written to a temporary file and renamed. */
  readonly target: string;
}

export interface ProxyMaker {
  /** Names of decoders and versions: a change does not make proxies due, it is kept for the record. */
  readonly id: string;
  /** One result or one Error per request, in order. An Error is that picture's; a full disk or a missing tool throws. */
  make(requests: readonly ProxyRequest[]): Promise<(Proxy | Error)[]>;
  close(): Promise<void>;
}
