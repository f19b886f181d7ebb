import { Writable } from 'node:stream';
import type { CliContext } from '../../src/cli/context.ts';
import { runProgram } from '../../src/cli/program.ts';
import { backupTools } from '../../src/compose/backup.ts';
import { openModels } from '../../src/compose/model-store.ts';
import { openLibrary } from '../../src/compose.ts';
import { copyStore } from '../../src/store/copy/copy-store.ts';
import type { CliResult } from './cli.ts';

/** The command line without a process of its own, for tests that need many commands: half a second less for each. */
export async function runHere(
  args: readonly string[],
  folder: string,
  { confirm }: Pick<CliContext, 'confirm'> = {},
): Promise<CliResult> {
  const [stdout, stderr] = [new Collected(), new Collected()];
  const exitCode = process.exitCode;
  try {
    const code = await runProgram(
      {
        folder,
        openLibrary: (sources) => openLibrary(sources),
        backups: backupTools,
        examine: async () => [],
        openModels,
        copyStore,
        runner: () => () => Promise.reject(new Error('no runs here')),
        renderSamples: async () => folder,
        confirm,
        stdout,
        stderr,
        signal: new AbortController().signal,
      },
      '0.0.0',
      args,
    );
    return { code, signal: null, stdout: stdout.text, stderr: stderr.text };
  } finally {
    process.exitCode = exitCode;
  }
}

class Collected extends Writable {
  text = '';
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
