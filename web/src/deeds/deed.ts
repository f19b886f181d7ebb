import type { Words } from '../words/index.ts';
import { type KeyStroke, matches, type Shortcut, wantsCtrl } from './shortcut.ts';

export type DeedGroup = keyof Words['keys']['groups'];

/** Something that the user can do. Button, key and help all go through it, so that none can disagree. */
export interface Deed<Context> {
  readonly id: string;
  readonly group: DeedGroup;
  readonly label: (words: Words) => string;
  readonly keys: readonly Shortcut[];
  /** What help shows instead of the keys, where one line stands for several deeds: `1 … 0`. */
  readonly keysInHelp?: string;
  /** Not in help: another line stands for it. */
  readonly isInHelp?: boolean;
  /** Holding the key down does it again and again. Never where something is decided. */
  readonly mayRepeat?: boolean;
  /** Also while one types in a field; for keys with Ctrl alone. */
  readonly worksInText?: boolean;
  readonly isAllowed: (context: Context) => boolean;
  readonly run: (context: Context) => void;
}

/** Where a stroke came from. */
export interface StrokeTarget {
  /** Letters are typed there. */
  readonly isText: boolean;
  /** Enter and space press it. */
  readonly isPressable: boolean;
  readonly isInDialog: boolean;
}

/** The deed that a stroke asks for; null where it asks for none, or for one that is not allowed now. */
export function deedOf<Context>(
  deeds: readonly Deed<Context>[],
  context: Context,
  stroke: KeyStroke,
  target: StrokeTarget,
  singleKeys: boolean,
): Deed<Context> | null {
  if (target.isInDialog) return null;
  if (target.isPressable && (stroke.key === 'Enter' || stroke.key === ' ')) return null;
  const meant = deeds.find((deed) =>
    deed.keys.some((key) => (singleKeys || wantsCtrl(key) || isNamed(key)) && matches(key, stroke)),
  );
  if (target.isText && meant?.worksInText !== true) return null;
  if (meant === undefined || (stroke.repeat === true && meant.mayRepeat !== true)) return null;
  return meant.isAllowed(context) ? meant : null;
}

/** Arrows and the like type nothing: they may stay when letters must not (WCAG 2.1.4). */
const isNamed = (key: Shortcut): boolean => key.split('+').at(-1)!.length > 1;
