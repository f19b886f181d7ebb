/** Why one sidecar is left as it is, as a sentence for the user. Never a reason to stop. */
export class SidecarRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SidecarRefusal';
  }
}
