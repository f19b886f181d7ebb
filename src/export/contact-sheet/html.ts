/** Text that is HTML already. Everything else is escaped when it enters a template. */
export class Html {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Part = Html | string | number | null | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters and those that turn the direction of the text around them. */
const INVISIBLE = /[\u0000-\u001f\u007f\u0080-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const DELETE = 0x7f;

/** Makes what is not to be seen visible: a newline in a file name becomes the sign for one. */
function visible(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === DELETE ? '\u2421' : '\ufffd';
}

/** For element content and for quoted attribute values alike. */
export function escapeHtml(text: string): string {
  return text.replace(INVISIBLE, visible).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

function sourceOf(part: Part): string {
  if (part instanceof Html) return part.source;
  if (part === null || part === false) return '';
  if (typeof part === 'object') return part.map(sourceOf).join('');
  return escapeHtml(String(part));
}

/** A template whose values are escaped unless they are Html. Null and false leave nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  let source = strings[0]!;
  parts.forEach((part, i) => {
    source += sourceOf(part) + strings[i + 1]!;
  });
  return new Html(source);
}

/**
 * An address that stays with the page: relative, or a picture in a data URI.
 * @returns an empty string for anything with another scheme or a host.
 */
export function localAddress(address: string): string {
  if (/^data:image\/(?:jpeg|png|webp|avif|gif);base64,[A-Za-z0-9+/=]*$/.test(address)) return address;
  if (/^[a-z][a-z0-9+.-]*:/i.test(address.trim()) || /^[\\/]{2}/.test(address.trim())) return '';
  return address;
}
