import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type ExpectedFile, isExpected } from './expected-file.ts';
import { addFile, type FileDigests, RunningDigest } from './file-digest.ts';
import { type HubFacts, NO_FACTS } from './hub-facts.ts';
import { ask, type Hub, type HubAnswer, refuseBadStatus } from './hub-request.ts';
import { HEAD_BYTES, notAModel } from './not-a-model.ts';
import { beginPart, forgetNote, type PartNote, partPath, readPart, removePart } from './part-file.ts';
import {
  cancelled,
  connectionProblem,
  diskProblem,
  downloadFailed,
  otherFile,
  TryAgain,
} from './pull-errors.ts';
import { tryAgain } from './retry.ts';
import { giveName } from './whole-file.ts';

export interface Download {
  readonly hub: Hub;
  readonly url: URL;
  /** Where the file goes. */
  readonly target: string;
  /** Model and path in its repository, for people. */
  readonly label: string;
  readonly path: string;
  readonly expected: ExpectedFile;
  readonly signal: AbortSignal;
  /** Bytes of the file that are on disk. */
  onBytes(bytes: number): void;
  onNote(note: string): void;
}

export interface Downloaded extends FileDigests {
  readonly facts: HubFacts;
}

/**
 * Downloads one file. The bytes gather in `<target>.part`, beside a note of the version that they belong to; the file
 * gets its name when it is whole and is what was expected. However it ends, the target is whole or not there.
 */
export async function download(job: Download): Promise<Downloaded> {
  const { target, expected, label, path } = job;
  await onDisk(job, () => mkdir(dirname(target), { recursive: true }));
  const first = await fetchPart(job);
  if (isExpected(expected, first.digests)) return finish(job, first);
  await removePart(target);
  if (first.isGlued) {
    // Bytes of before and of now: a file that changed, or a disk that lost some. Whole from one go it may be right.
    job.onNote(`${path} is not what was expected: downloading it anew.`);
    const second = await fetchPart(job);
    if (isExpected(expected, second.digests)) return finish(job, second);
    await removePart(target);
  }
  throw otherFile(
    label,
    path,
    'was downloaded and has another checksum than it should; it was thrown away',
    'Try again; if it stays so, use another models.mirror: what that host sends is not the model.',
  );
}

interface Fetched {
  readonly digests: FileDigests;
  readonly facts: HubFacts;
  /** Made of more than one answer of the server. */
  readonly isGlued: boolean;
}

/** All bytes in the `.part`, over as many connections as it takes. */
async function fetchPart(job: Download): Promise<Fetched> {
  const { target, expected, signal, hub, onNote } = job;
  let digest = new RunningDigest(expected.bytes);
  let part = await readPart(target);
  if (part !== null && isOtherVersion(part.note, expected)) part = null;
  if (part !== null) {
    await onDisk(job, () => addFile(digest, partPath(target), signal));
    job.onBytes(digest.bytes);
  }
  let answers = part === null ? 0 : 1;
  let facts = NO_FACTS;
  if (digest.bytes === 0 || digest.bytes !== expected.bytes) {
    await tryAgain(
      async (progressed) => {
        const answer = await askFrom(job, digest.bytes, part?.note ?? null);
        facts = answer.facts;
        const start = startOf(answer, digest.bytes, part?.note ?? null);
        if (start === null) {
          // The bytes so far are of no use to this server.
          digest = new RunningDigest(expected.bytes);
          part = null;
          await removePart(target);
          throw new TryAgain(
            downloadFailed(
              `${job.path} has to be downloaded from its beginning`,
              'Run the same command again.',
            ),
            0,
          );
        }
        if (start === 0) {
          digest = new RunningDigest(expected.bytes);
          answers = 0;
          const note = noteOf(answer, expected);
          await onDisk(job, () => beginPart(target, note));
          part = { bytes: 0, note };
        }
        answers++;
        await receive(job, answer, digest, progressed);
      },
      { timings: hub.timings, signal, onNote },
    );
  }
  return { digests: digest.end(), facts, isGlued: answers > 1 };
}

const identityOf = ({ sha256, gitSha1 }: ExpectedFile): string | null => sha256 ?? gitSha1;

/** The hub has another file under that name than the bytes in the `.part` are of. */
function isOtherVersion(note: PartNote, expected: ExpectedFile): boolean {
  const identity = identityOf(expected);
  return note.identity !== identity || (identity === null && note.validator === null);
}

/** Asks for what is missing, and only if the file is still the same. */
async function askFrom(job: Download, start: number, note: PartNote | null): Promise<HubAnswer> {
  const headers: Record<string, string> = {};
  if (start > 0) {
    headers.range = `bytes=${start}-`;
    if (note?.validator) headers['if-range'] = note.validator;
  }
  const answer = await ask(job.hub, job.url, { method: 'GET', headers, signal: job.signal });
  if (start > 0 && answer.response.status === 416) return answer;
  try {
    refuseBadStatus(answer, job.hub, job.path);
  } catch (problem) {
    await answer.response.body?.cancel();
    throw problem;
  }
  return answer;
}

/** From which byte on the server sends: 0 for the whole file, null where what we have fits nothing. */
function startOf({ response }: HubAnswer, have: number, note: PartNote | null): number | null {
  if (response.status === 416) return null;
  if (response.status === 200) return 0;
  const from = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  // A server that pays no heed to If-Range may send the rest of another file.
  const isSame = note === null || note.validator === null || note.validator === validatorOf(response);
  return Number(from) === have && isSame ? have : null;
}

function noteOf({ response }: HubAnswer, expected: ExpectedFile): PartNote {
  return { identity: identityOf(expected), validator: validatorOf(response) };
}

/** What `If-Range` takes: a strong ETag, else the date (RFC 9110, 13.1.5). */
function validatorOf({ headers }: Response): string | null {
  const etag = headers.get('etag');
  return etag !== null && !etag.startsWith('W/') ? etag : headers.get('last-modified');
}

/** Writes the bytes of an answer behind those that are there. */
async function receive(
  job: Download,
  answer: HubAnswer,
  digest: RunningDigest,
  progressed: () => void,
): Promise<void> {
  const { signal, hub, expected, path, url } = job;
  const { stallMillis } = hub.timings;
  const fromStart = digest.bytes === 0;
  const promised = digest.bytes + Number(answer.response.headers.get('content-length') ?? Number.NaN);
  const stall = new Error(`no byte for ${stallMillis / 1000} s`);
  const file = await onDisk(job, () => open(partPath(job.target), 'a'));
  const watch = setTimeout(() => answer.abort(stall), stallMillis);
  let head = Buffer.alloc(0);
  try {
    for await (const piece of answer.response.body ?? []) {
      watch.refresh();
      if (fromStart && head.length < HEAD_BYTES) {
        head = Buffer.concat([head, piece]);
        refuseOtherContent(job, answer, head);
      }
      await onDisk(job, () => writeAll(file, piece));
      digest.add(piece);
      progressed();
      job.onBytes(digest.bytes);
      if (expected.bytes !== null && digest.bytes > expected.bytes) break;
    }
    await onDisk(job, () => file.sync());
  } catch (error) {
    if (signal.aborted) throw cancelled();
    if (isOurs(error)) throw error;
    throw connectionProblem(error, answer.url);
  } finally {
    clearTimeout(watch);
    answer.abort(new Error('done'));
    await file.close();
  }
  if (fromStart) refuseOtherContent(job, answer, head);
  const total = expected.bytes ?? promised;
  if (digest.bytes < total) {
    throw new TryAgain(
      downloadFailed(
        `${url.host} sent ${digest.bytes} of ${total} bytes of ${path}`,
        'Run the same command again: it goes on from there.',
      ),
    );
  }
}

function refuseOtherContent({ path, url }: Download, { response }: HubAnswer, head: Uint8Array): void {
  const what = notAModel(path, head, response.headers.get('content-type'));
  if (what === null) return;
  throw downloadFailed(
    `What ${url.host} sent for ${path} ${what}`,
    'A network that asks for a log-in (hotel, company) may be in between: open a page in a browser first. Otherwise check models.mirror.',
  );
}

async function finish(job: Download, { digests, facts }: Fetched): Promise<Downloaded> {
  await onDisk(job, () => giveName(partPath(job.target), job.target));
  await forgetNote(job.target);
  return { ...digests, facts };
}

async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
}

/** A failure of the disk is none of the connection. */
async function onDisk<Result>({ target, signal }: Download, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) throw cancelled();
    throw diskProblem(error, target, dirname(target));
  }
}

const isOurs = (error: unknown): boolean =>
  error instanceof TryAgain || (error instanceof Error && error.name === 'PhotoTagError');
