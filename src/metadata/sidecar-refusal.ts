/** Why one sidecar is left as it is, as a sentence for the user. Never a reason to stop. */
export class SidecarRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SidecarRefusal';
  }
}

/** What mends most sidecars that are built oddly, and what helps with the others. */
export const SAVE_AGAIN =
  'Save its metadata once in the program that made it, or move it away and write again.';
