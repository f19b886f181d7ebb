import { messageOf } from '../domain/errors.ts';
import { SidecarRefusal } from './sidecar-refusal.ts';

/**
 * The sidecar may have its new content or the old one, whole in both cases, and the disk did not say which, or not
 * that it stays. Only looking again later tells.
 */
export class UnsettledChange extends SidecarRefusal {
  constructor(message: string) {
    super(message);
    this.name = 'UnsettledChange';
  }
}

/** Looks at what a change of the sidecar came to. Where even that fails, the change is unsettled. */
export async function confirmed<Result>(sidecar: string, look: () => Promise<Result>): Promise<Result> {
  try {
    return await look();
  } catch (error) {
    throw new UnsettledChange(
      `${sidecar} was changed, but the disk does not confirm it (${messageOf(error)}). The next write looks again.`,
    );
  }
}
