/** Asked before another panel is opened; true where the panel that is open keeps it, and asks the user. */
export type LeaveGuard = (go: () => void) => boolean;

let guard: LeaveGuard | null = null;

/** The panel that is open has something that would be lost. Until what it returns is called. */
export function guardLeaving(asked: LeaveGuard): () => void {
  guard = asked;
  const onUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
  window.addEventListener('beforeunload', onUnload);
  return () => {
    if (guard === asked) guard = null;
    window.removeEventListener('beforeunload', onUnload);
  };
}

/** @param go goes there after all */
export const isKept = (go: () => void): boolean => guard?.(go) ?? false;
