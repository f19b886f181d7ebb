import { createInterface } from 'node:readline/promises';

/** A question with y or n on the terminal; undefined where nobody sits at one. Anything but yes is no. */
export function confirmOnTerminal(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  signal: AbortSignal,
): ((question: string) => Promise<boolean>) | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  return async (question) => {
    // Not a terminal to readline: it would keep Ctrl-C for itself.
    const lines = createInterface({ input, output, terminal: false });
    try {
      return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `, { signal })).trim());
    } catch {
      // Ctrl-C, or the end of the input.
      return false;
    } finally {
      lines.close();
    }
  };
}
