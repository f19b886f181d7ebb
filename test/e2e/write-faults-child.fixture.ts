import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { blockThisThread } from '../../src/metadata/disk.ts';
import type { SidecarRequest } from '../../src/metadata/sidecar-change.ts';
import { targetOf } from '../../src/metadata/sidecar-target.ts';
import { performTask } from '../../src/metadata/sidecar-task.ts';
import type {
  SidecarAddition,
  SidecarRemoval,
  SidecarWriteResult,
} from '../../src/metadata/sidecar-writer.ts';
import { XmpSidecarWriter } from '../../src/metadata/xmp-sidecar-writer.ts';
import type { Fault, FaultInjector } from './write-faults-preload.fixture.ts';

/*
 * The real writer in a process of its own: one case a line on standard input, one answer a line on standard output.
 * With the argument `blocking` by what its worker threads do, and the calls that they use.
 */

export interface FaultCase {
  readonly request: { readonly write: SidecarAddition } | { readonly remove: SidecarRemoval };
  readonly mirrorRoot: string | null;
  readonly fault: Fault | null;
  /** Ask once more, undisturbed and by the same writer. */
  readonly retry: boolean;
}

export interface FaultAnswer {
  readonly result: SidecarWriteResult | { readonly status: 'thrown'; readonly reason: string };
  readonly retried: FaultAnswer['result'] | null;
  readonly calls: readonly string[];
}

/** Longer than a lock without an owner lasts. */
const LOCK_WAIT_MILLIS = 4_500;

const isBlocking = process.argv[2] === 'blocking';
if (isBlocking) blockThisThread();

const { faultInjector } = globalThis as unknown as { faultInjector: FaultInjector };

/** As a worker thread does it, here, where faults reach it. */
async function askThread(
  request: SidecarRequest,
  mirrorRoot: string | null,
): Promise<FaultAnswer['result'] | null> {
  const target = await targetOf(request).catch(() => null);
  if (target === null) return null;
  const options = { mirrorRoot, lockWaitMillis: LOCK_WAIT_MILLIS };
  const reply = await performTask({ kind: 'make', changes: [{ request, target }], options });
  return reply.kind === 'made' ? reply.results[0]! : null;
}

async function ask(
  writer: XmpSidecarWriter,
  { request, mirrorRoot }: Pick<FaultCase, 'request' | 'mirrorRoot'>,
): Promise<FaultAnswer['result']> {
  try {
    if (isBlocking) {
      const answer = await askThread('write' in request ? request.write : request.remove, mirrorRoot);
      if (answer !== null) return answer;
    }
    return 'write' in request ? await writer.write(request.write) : await writer.remove(request.remove);
  } catch (error) {
    return { status: 'thrown', reason: String(error instanceof Error ? error.stack : error) };
  }
}

for await (const line of createInterface(process.stdin)) {
  const { request, mirrorRoot, fault, retry } = JSON.parse(line) as FaultCase;
  // A writer of its own for each: after many writes they are done in threads, where no fault reaches them.
  const writer = new XmpSidecarWriter({ mirrorRoot, exiftoolProcesses: 1, lockWaitMillis: LOCK_WAIT_MILLIS });
  if (fault) faultInjector.arm(fault);
  else await writer.clearLeftovers([('write' in request ? request.write : request.remove).sidecar]);
  const result = await ask(writer, { request, mirrorRoot });
  const calls = fault ? faultInjector.disarm() : [];
  const retried = retry ? await ask(writer, { request, mirrorRoot }) : null;
  await writer.close();
  writeSync(1, `${JSON.stringify({ result, retried, calls } satisfies FaultAnswer)}\n`);
}
