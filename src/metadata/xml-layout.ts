import type { XmpPacket } from './xmp-packet.ts';

/* How a sidecar is laid out, so that what is added looks like what is there. */

/** The line end and indentation right before a position, or null where something else stands there. */
export function lineStart(packet: XmpPacket, at: number): string | null {
  return /\r?\n[ \t]*$/.exec(packet.text.slice(Math.max(0, at - 400), at))?.[0] ?? null;
}

export function spaceBefore(packet: XmpPacket, at: number): string {
  let start = at;
  while (/[ \t\r\n]/.test(packet.text[start - 1] ?? '')) start -= 1;
  return packet.text.slice(start, at);
}

/** One level of indentation as this file has it; a space (Adobe's and exiftool's habit) where it shows none. */
export function indentStep(packet: XmpPacket): string {
  const outer = lineStart(packet, packet.rdf.start);
  const first = packet.rdf.children[0];
  const inner = first && lineStart(packet, first.start);
  return outer && inner?.startsWith(outer) && inner !== outer ? inner.slice(outer.length) : ' ';
}
