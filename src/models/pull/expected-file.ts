import type { ModelFile } from '../../domain/model.ts';
import type { FileDigests } from './file-digest.ts';
import type { HubFacts } from './hub-facts.ts';
import type { Pin } from './pins.ts';
import { otherFile } from './pull-errors.ts';

/** What a file must turn out to be, as far as anybody knows. */
export interface ExpectedFile {
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly gitSha1: string | null;
}

/**
 * What was pinned, else what the catalogue says, else what the hub says.
 * @param label of the model, for people.
 * @throws PhotoTagError MODEL_CHANGED where they contradict each other.
 */
export function expectedFile(
  label: string,
  { path, bytes, sha256 }: ModelFile,
  pin: Pin | undefined,
  facts: HubFacts,
): ExpectedFile {
  const differs = (known: { readonly bytes: number | null; readonly sha256: string | null }) =>
    (known.sha256 !== null && facts.sha256 !== null && known.sha256 !== facts.sha256) ||
    (known.bytes !== null && facts.bytes !== null && known.bytes !== facts.bytes);
  if (pin !== undefined && differs(pin)) {
    throw otherFile(
      label,
      path,
      `is another file now than the one that was pulled on ${pin.date.slice(0, 10)}`,
      `Take the new one with \`photo-tag models remove ${label} --forget\` and a new pull, if you know why it changed.`,
    );
  }
  if (pin === undefined && differs({ bytes, sha256 })) {
    throw otherFile(
      label,
      path,
      'of that host is not the file of the catalogue',
      'Check models.mirror. A newer version of photo-tag may know the new file.',
    );
  }
  return {
    bytes: pin?.bytes ?? bytes ?? facts.bytes,
    sha256: pin?.sha256 ?? sha256 ?? facts.sha256,
    gitSha1: facts.gitSha1,
  };
}

/** Whether bytes are what was expected; a size alone is little, but all that is known of some files. */
export function isExpected(expected: ExpectedFile, digests: FileDigests): boolean {
  if (expected.bytes !== null && expected.bytes !== digests.bytes) return false;
  if (expected.sha256 !== null && expected.sha256 !== digests.sha256) return false;
  return expected.gitSha1 === null || digests.gitSha1 === null || expected.gitSha1 === digests.gitSha1;
}
