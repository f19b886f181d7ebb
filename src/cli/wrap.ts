import { printable } from './output.ts';

/** Lines for people, where the terminal does not say how wide it is. */
const USUAL_WIDTH = 100;
const NARROWEST = 40;

export function widthOf(stream: NodeJS.WritableStream): number {
  return Math.max(NARROWEST, (stream as NodeJS.WriteStream).columns ?? USUAL_WIDTH);
}

/** `label` before the first line, the same room before the others; words longer than a line stay whole. */
export function wrapped(label: string, text: string, width: number): string {
  const indent = ' '.repeat(label.length);
  const lines: string[] = [];
  let line = label;
  let isEmpty = true;
  for (const word of printable(text).split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  lines.push(line);
  return `${lines.join('\n')}\n`;
}
