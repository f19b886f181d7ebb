/** What a spreadsheet takes for the beginning of a formula; the full-width forms are read as the others in some countries. */
const FORMULA = '[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]';
/** Where a cell begins, also for a spreadsheet that parts cells at other marks than we do. */
const CELL_START = '(^|[;,][ "]*)';

/**
 * A cell that no spreadsheet runs: wherever a formula could begin, a `'` stands before it (OWASP, "CSV Injection").
 * File names and keywords come from anybody. To be undone by {@link plainCell}: one `'` is added to those that stand
 * there, and one is taken off. The page makes its tables with it too.
 */
export const safeCell = (text: string): string =>
  text.replace(new RegExp(`${CELL_START}('*)(?=${FORMULA})`, 'gu'), "$1$2'");

/** The text that {@link safeCell} was made from. */
export const plainCell = (cell: string): string =>
  cell.replace(new RegExp(`${CELL_START}('*)'(?=${FORMULA})`, 'gu'), '$1$2');
