/**
 * The address to ask, or why it must not be asked.
 *
 * Hosts are compared as the URL standard spells them (lower case, IPv6 in brackets, numbers as dotted IPv4), letter by
 * letter: a dot at the end, a user name, a sub-domain are another host. An entry with a port allows that port alone.
 */
export function allowedUrl(baseUrl: string, allowHosts: readonly string[]): URL | string {
  if (!URL.canParse(baseUrl)) return 'ai_tagging.base_url is no web address';
  const url = new URL(baseUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'ai_tagging.base_url is neither https nor http';
  if (url.username !== '' || url.password !== '') return 'ai_tagging.base_url holds a user name';
  if (url.search !== '' || url.hash !== '') return 'ai_tagging.base_url holds more than an address';
  if (!allowHosts.some((entry) => isSameHost(entry, url))) {
    return `the host ${url.host} is not in ai_tagging.allow_hosts`;
  }
  if (url.protocol === 'http:' && !isInHouse(url.hostname)) {
    return `${url.host} would get pictures and key unencrypted: use https`;
  }
  return url;
}

function isSameHost(entry: string, url: URL): boolean {
  const written = entry.trim();
  // An address of its own in the list may have a bare IPv6.
  const host = /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*$/i.test(written) ? `[${written}]` : written;
  if (host === '' || /[/@\\?#\s]/.test(host) || !URL.canParse(`${url.protocol}//${host}/`)) return false;
  const allowed = new URL(`${url.protocol}//${host}/`);
  if (allowed.hostname !== url.hostname) return false;
  const namesPort = /:\d+$/.test(host.replace(/^\[[^\]]*\]/, ''));
  return !namesPort || allowed.port === url.port;
}

/** This machine by any of its own names, as the URL standard spells them. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** This machine, or one of the same network: addresses and names that no other network has. */
function isInHouse(hostname: string): boolean {
  return (
    isLoopback(hostname) ||
    /^(10\.\d+|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\.\d+\.\d+$/.test(hostname) ||
    /^\[f[cd][0-9a-f]{2}:/.test(hostname) ||
    /^\[fe80:/.test(hostname) ||
    /\.(local|lan|home\.arpa|internal)$/.test(hostname) ||
    /^[a-z0-9-]+$/.test(hostname)
  );
}
