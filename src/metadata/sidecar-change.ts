import type { AppendedKeywords } from './append-keywords.ts';
import { appendKeywords } from './append-keywords.ts';
import { hasKeywords } from './keyword-properties.ts';
import { newSidecar } from './new-sidecar.ts';
import { respellKeywords } from './respell-keywords.ts';
import { inverseOf, readTraces, sha1Of, writeTrace } from './sidecar-trace.ts';
import type {
  KeywordLists,
  SidecarAddition,
  SidecarChange,
  SidecarRemoval,
  SidecarRespelling,
} from './sidecar-writer.ts';
import { takeBackKeywords } from './take-back-keywords.ts';

export type SidecarRequest = SidecarAddition | SidecarRemoval | SidecarRespelling;

/** A change that is thought out to the last byte and not made yet. */
export interface PreparedChange {
  readonly change: SidecarChange;
  /** The new content; null where nothing changes, or where the sidecar goes (`change.deletes`). */
  readonly bytes: Buffer | null;
  /** True where exiftool should look at it, too. */
  readonly isBeyondXmp: boolean;
}

/**
 * @param before the sidecar's bytes; null where there is none.
 * @throws SidecarRefusal
 */
export function prepareChange(before: Buffer | null, request: SidecarRequest): PreparedChange {
  if ('respell' in request) return prepareRespelling(before, request);
  return 'remove' in request ? prepareRemoval(before, request) : prepareAddition(before, request);
}

function prepareAddition(before: Buffer | null, addition: SidecarAddition): PreparedChange {
  const { sidecar, subject, hierarchicalSubject, tagsList } = addition;
  const keywords: KeywordLists = { subject, hierarchicalSubject, ...(tagsList && { tagsList }) };
  const appended = before === null ? newSidecar(keywords) : appendKeywords(before, keywords);
  const change = changeOf(sidecar, {
    holds: before === null ? null : appended.holds,
    creates: before === null && appended.bytes !== null,
    add: appended.added,
    trace: traceOf(before, appended),
  });
  return { change, bytes: appended.bytes, isBeyondXmp: appended.isBeyondXmp };
}

function prepareRemoval(before: Buffer | null, removal: SidecarRemoval): PreparedChange {
  const { sidecar, remove, traces, deleteIfOurs } = removal;
  if (before === null) return { change: changeOf(sidecar, {}), bytes: null, isBeyondXmp: false };
  const taken = takeBackKeywords(before, remove, readTraces(traces), deleteIfOurs);
  const change = changeOf(sidecar, {
    holds: taken.holds,
    deletes: taken.deletes,
    remove: taken.removed,
    trace: taken.kept && traceOf(taken.kept.base, taken.kept.added),
  });
  return { change, bytes: taken.bytes, isBeyondXmp: taken.isBeyondXmp };
}

function prepareRespelling(
  before: Buffer | null,
  { sidecar, respell, takesBack }: SidecarRespelling,
): PreparedChange {
  if (before === null) return { change: changeOf(sidecar, {}), bytes: null, isBeyondXmp: false };
  const [trace = null] = readTraces(takesBack === null ? [] : [takesBack]);
  const made = respellKeywords(before, respell, trace);
  const change = changeOf(sidecar, {
    holds: made.holds,
    add: made.added,
    remove: made.removed,
    trace: made.trace && writeTrace(made.trace),
  });
  return { change, bytes: made.bytes, isBeyondXmp: made.isBeyondXmp };
}

const changeOf = (sidecar: string, parts: Partial<SidecarChange>): SidecarChange => ({
  sidecar,
  holds: null,
  creates: false,
  deletes: false,
  add: {},
  remove: {},
  addsSubject: parts.add?.subject ?? [],
  addsHierarchicalSubject: parts.add?.hierarchicalSubject ?? [],
  trace: null,
  ...parts,
});

function traceOf(before: Buffer | null, { bytes, added, made, inverse }: AppendedKeywords): string | null {
  if (bytes === null || !hasKeywords(added)) return null;
  return writeTrace({
    version: 1,
    before: before === null ? null : sha1Of(before),
    after: sha1Of(bytes),
    added,
    made,
    inverse: before === null ? [] : inverseOf(inverse),
  });
}
