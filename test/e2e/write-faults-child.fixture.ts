import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { blockThisThread } from '../../src/metadata/disk.ts';
import type {
  SidecarAddition,
  SidecarRemoval,
  SidecarWriteResult,
} from '../../src/metadata/sidecar-writer.ts';
import { XmpSidecarWriter } from '../../src/metadata/xmp-sidecar-writer.ts';
import type { Fault, FaultInjector } from './write-faults-preload.fixture.ts';

/*
 * The real writer in a process of its own: one case a line on standard input, one answer a line on standard output.
 * With the argument `blocking` by the calls that its worker threads use.
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

if (process.argv[2] === 'blocking') blockThisThread();

const { faultInjector } = globalThis as unknown as { faultInjector: FaultInjector };

async function ask(writer: XmpSidecarWriter, request: FaultCase['request']): Promise<FaultAnswer['result']> {
  try {
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
  const result = await ask(writer, request);
  const calls = fault ? faultInjector.disarm() : [];
  const retried = retry ? await ask(writer, request) : null;
  await writer.close();
  writeSync(1, `${JSON.stringify({ result, retried, calls } satisfies FaultAnswer)}\n`);
}
