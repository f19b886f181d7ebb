/** Host and port as a Host header or an origin names them. */
export interface Authority {
  /** Lower case, without the dot of a fully qualified name; an IPv6 address without its brackets. */
  readonly host: string;
  /** Null where none is named. */
  readonly port: number | null;
}

const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** RFC 9110 §7.2 `uri-host [":" port]`, as strictly as a browser sends it; null where it is not one. */
export function parseAuthority(text: string): Authority | null {
  const match = /^(?:\[([0-9a-fA-F:.]{2,45})\]|([^:[\]/@\s?#\\]{1,255}))(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return null;
  const [, ipv6, plain, portText] = match;
  const port = portText === undefined ? null : Number(portText);
  if (port !== null && port > 65535) return null;
  if (ipv6 !== undefined) return { host: ipv6.toLowerCase(), port };
  const host = plain!.toLowerCase().replace(/\.$/, '');
  return NAME.test(host) ? { host, port } : null;
}
