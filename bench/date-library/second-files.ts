import type { DateWitness, WitnessFile } from '../../src/algorithms/date-votes.ts';
import { DAY_MILLIS } from '../../src/algorithms/wall-time.ts';
import type { Draws } from './draws.ts';
import type { MadePhoto } from './made-photo.ts';
import type { Shares } from './shares.ts';

/**
 * Photos that lie in two places: in a folder of the best, by year or without a date; and whole folders in a backup
 * that is named after its own day, which is no date of a photo.
 * @param lastMillis no copy is later
 */
export function withSecondFiles(
  photos: readonly MadePhoto[],
  shares: Shares,
  lastMillis: number,
  draws: Draws,
): MadePhoto[] {
  const backups = new Map<string, number | null>();
  return photos.map((photo) => {
    const { witness, truth } = photo;
    const year = new Date(truth.wallMillis).getUTCFullYear();
    const [file] = witness.files;
    if (file === undefined) return photo;
    const name = file.relativePath.slice(witness.folder.length);
    const event = witness.folder.split('/')[0] ?? '';
    let backedUpAt = backups.get(event);
    if (backedUpAt === undefined) {
      const at = Math.min(lastMillis, truth.wallMillis + draws.between(60, 1500) * DAY_MILLIS);
      backedUpAt = draws.chance(shares.backups) ? Math.floor(at) : null;
      backups.set(event, backedUpAt);
    }
    if (backedUpAt !== null) {
      const day = new Date(backedUpAt).toISOString().slice(0, 10);
      return {
        witness: withFile(witness, `Backup ${day}/${witness.folder}${name}`, file, backedUpAt),
        truth,
      };
    }
    if (!draws.chance(shares.bestOf)) return photo;
    const best = draws.chance(0.6) ? `Best of ${year}` : draws.pick(['Portfolio', 'Prints', 'Website']);
    const at = Math.min(lastMillis, truth.wallMillis + draws.between(20, 400) * DAY_MILLIS);
    return { witness: withFile(witness, `${best}/${name}`, file, Math.floor(at), draws.chance(0.6)), truth };
  });
}

function withFile(
  witness: DateWitness,
  relativePath: string,
  first: WitnessFile,
  copiedAt: number,
  keepsTime = true,
): DateWitness {
  const mtimeMillis = keepsTime ? first.mtimeMillis : copiedAt;
  return { ...witness, files: [...witness.files, { relativePath, mtimeMillis, birthMillis: copiedAt }] };
}
