import type { DateWitness } from './date-votes.ts';

/**
 * Which body took a photo: make, model and serial number. Without a serial the folder takes its place: two
 * bodies of one model have two clocks, and only inside a folder is it likely that they are one.
 * @returns a text that is the same for photos of one body; null where the model is not known
 */
export function cameraOf(witness: DateWitness): string | null {
  const { make, model, bodySerial, folder } = witness;
  if (model === null) return null;
  return JSON.stringify([make ?? '', model, ...(bodySerial === null ? ['in', folder] : [bodySerial])]);
}
