import { EventEmitter } from 'node:events';

/**
 * A terminal that shows what is written to it, for tests: lines that are too long go on in the next row, and when its
 * width changes they are laid out anew, as most terminals do. It knows the few sequences that the program uses and
 * throws at any other.
 */
export class Screen extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  /** Every piece that was written. */
  readonly written: string[] = [];
  /** Lines as they were ended by a line break; how many rows one takes follows from the width. */
  #lines: string[] = [''];
  /** Of the cursor: a line, and a place in it. */
  #line = 0;
  #at = 0;

  constructor(columns: number) {
    super();
    this.columns = columns;
  }

  resize(columns: number): void {
    this.columns = columns;
    this.emit('resize');
  }

  write(text: string): boolean {
    this.written.push(text);
    for (const [piece] of text.matchAll(/\x1b\[[A-Z]|\r|\n|[^\x1b\r\n]+|\x1b/g)) this.#take(piece);
    return true;
  }

  /** The rows as one sees them, without the empty one at the end. */
  rows(): string[] {
    const rows = this.#lines.flatMap((line) => {
      const count = Math.max(1, Math.ceil(line.length / this.columns));
      return Array.from({ length: count }, (_, row) =>
        line.slice(row * this.columns, (row + 1) * this.columns),
      );
    });
    return rows.at(-1) === '' ? rows.slice(0, -1) : rows;
  }

  #take(piece: string): void {
    const line = this.#lines[this.#line]!;
    if (piece === '\n') {
      this.#line += 1;
      this.#at = 0;
      if (this.#line === this.#lines.length) this.#lines.push('');
    } else if (piece === '\r') {
      // Behind the last character of a full row the cursor still belongs to that row.
      this.#at = Math.floor(Math.max(0, this.#at - 1) / this.columns) * this.columns;
    } else if (piece === '\x1b[K') {
      // What stands in the rows below stays.
      const rest = line.slice((Math.floor(this.#at / this.columns) + 1) * this.columns);
      if (rest !== '') throw new Error('wiped above a row that is left');
      this.#lines[this.#line] = line.slice(0, this.#at);
    } else if (piece === '\x1b[A') {
      if (this.#at < this.columns) throw new Error('up, out of the line');
      this.#at -= this.columns;
    } else if (piece.startsWith('\x1b')) {
      throw new Error(`unknown sequence ${JSON.stringify(piece)}`);
    } else {
      this.#lines[this.#line] = line.slice(0, this.#at) + piece + line.slice(this.#at + piece.length);
      this.#at += piece.length;
    }
  }
}
