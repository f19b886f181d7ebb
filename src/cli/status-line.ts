/** Fast enough to look alive, slow enough to cost nothing over a slow connection. */
const REDRAW_MILLIS = 100;

/** Terminals that do not say how wide they are (some containers say 0) are taken for the usual size. */
const USUAL_COLUMNS = 80;

/** A line for so many columns. */
export type DrawLine = (columns: number) => string;

/**
 * The line at the bottom of a terminal that is written over and over. It changes no setting of the terminal (cursor,
 * wrapping), so that a program that is killed in the middle leaves the terminal as it was.
 */
export class StatusLine {
  readonly #terminal: NodeJS.WriteStream;
  #draw: DrawLine | null = null;
  #drawnAt = 0;
  #drawnLength = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(terminal: NodeJS.WriteStream) {
    this.#terminal = terminal;
  }

  show(draw: DrawLine): void {
    if (this.#draw === null) this.#terminal.on('resize', this.#drawNow);
    this.#draw = draw;
    const due = this.#drawnAt + REDRAW_MILLIS - Date.now();
    if (due <= 0) this.#drawNow();
    else this.#timer ??= setTimeout(this.#drawNow, due).unref();
  }

  /** Takes the line away, so that something else can be written there. */
  clear(): void {
    if (this.#draw === null) return;
    this.#stopTimer();
    this.#terminal.off('resize', this.#drawNow);
    this.#draw = null;
    this.#terminal.write(`${this.#back()}\x1b[K`);
    this.#drawnLength = 0;
    this.#drawnAt = 0;
  }

  readonly #drawNow = (): void => {
    this.#stopTimer();
    if (this.#draw === null) return;
    // The last column stays free: a character there would move the cursor to the next line on some terminals.
    const line = this.#draw(this.#columns() - 1);
    // Written over and not first wiped, so that nothing flickers.
    this.#terminal.write(`${this.#back()}${line}\x1b[K`);
    this.#drawnAt = Date.now();
    this.#drawnLength = line.length;
  };

  /** To the beginning of the line as it stands there. */
  #back(): string {
    // A window that was made narrower has broken the line into several. They are wiped one by one: tmux keeps in its
    // history what is wiped with the whole screen.
    const rowsAbove = Math.ceil(this.#drawnLength / this.#columns()) - 1;
    return rowsAbove > 0 ? `\r\x1b[K${'\x1b[A\x1b[K'.repeat(rowsAbove)}` : '\r';
  }

  #columns(): number {
    return this.#terminal.columns || USUAL_COLUMNS;
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
