/**
 * A key with what is held down: `j`, `Shift+2`, `Ctrl+Shift+Z`, `ArrowDown`, `Space`. Ctrl is also ⌘. A letter is meant
 * as it is written on the key, a digit as it lies on the keyboard, and a sign as it is typed, however that is done.
 */
export type Shortcut = string;

export interface KeyStroke {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** The key is held down. */
  readonly repeat?: boolean;
}

/** The sign + is a key as well. */
export const partsOf = (shortcut: Shortcut): string[] => (shortcut === '+' ? ['+'] : shortcut.split('+'));

export const wantsCtrl = (shortcut: Shortcut): boolean => partsOf(shortcut).includes('Ctrl');

export function matches(shortcut: Shortcut, stroke: KeyStroke): boolean {
  const parts = partsOf(shortcut);
  const key = parts.at(-1)!;
  if (stroke.altKey || (stroke.ctrlKey || stroke.metaKey) !== parts.includes('Ctrl')) return false;
  const isShifted = stroke.shiftKey === parts.includes('Shift');
  if (/^\d$/.test(key)) return isShifted && (stroke.code === `Digit${key}` || stroke.code === `Numpad${key}`);
  if (/^\p{L}$/u.test(key)) return isShifted && stroke.key.toLowerCase() === key.toLowerCase();
  if (key.length === 1) return stroke.key === key;
  return isShifted && stroke.key === (key === 'Space' ? ' ' : key);
}
