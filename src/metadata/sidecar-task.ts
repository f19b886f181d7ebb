import type { ChangeOptions } from './make-change.ts';
import { makeChange, planChange } from './make-change.ts';
import { SharedDrafts } from './shared-drafts.ts';
import type { SidecarRequest } from './sidecar-change.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';
import type { SidecarChange, SidecarWriteResult } from './sidecar-writer.ts';

/** A change that a thread is to make, and the file that it is made in. */
export interface TargetedRequest {
  readonly request: SidecarRequest;
  readonly target: string;
}

export type SidecarTask =
  | { readonly kind: 'plan'; readonly requests: readonly SidecarRequest[] }
  | { readonly kind: 'make'; readonly changes: readonly TargetedRequest[]; readonly options: ChangeOptions };

export type SidecarReply =
  | { readonly kind: 'planned'; readonly changes: readonly (SidecarChange | { readonly reason: string })[] }
  /** Null: exiftool has to be asked, which a thread cannot; nothing was done. */
  | { readonly kind: 'made'; readonly results: readonly (SidecarWriteResult | null)[] };

/**
 * What a worker thread does with a task; one task at a time. The changes of a task are under way together, so that
 * they wait for the disk together.
 */
export async function performTask(task: SidecarTask): Promise<SidecarReply> {
  if (task.kind === 'plan') {
    const changes = [];
    for (const request of task.requests) {
      const change = await planChange(request);
      changes.push(change instanceof Error ? { reason: change.message } : change);
    }
    return { kind: 'planned', changes };
  }
  const drafts = new SharedDrafts();
  try {
    const made = await Promise.allSettled(
      task.changes.map((change) => makeWithoutExiftool(change, task.options, drafts)),
    );
    const results = made.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    return { kind: 'made', results };
  } finally {
    await drafts.remove();
  }
}

async function makeWithoutExiftool(
  { request, target }: TargetedRequest,
  options: ChangeOptions,
  drafts: SharedDrafts,
): Promise<SidecarWriteResult | null> {
  let needsExiftool = false;
  const askOther = async () => {
    needsExiftool = true;
    throw new SidecarRefusal('exiftool has to be asked');
  };
  const result = await makeChange(request, target, { ...options, drafts }, askOther);
  return needsExiftool ? null : result;
}
