import { findPathDateTokens, type PathDateToken } from '../path-date-tokens.ts';
import type { SaneRange } from '../sane-range.ts';
import { PRECISION_RANK } from '../wall-time.ts';

/** What a folder says about the event whose photos it holds. */
export interface EventFolder {
  /** The same for all folders of one event: those of its cards, its bodies, its selections. */
  readonly event: string;
  /** The date in the folder's path; null where it names none. */
  readonly token: PathDateToken | null;
}

/** Folders that say which card or camera, and nothing of the event. */
const CARD_FOLDER =
  /^(?:[1-9]\d\d[A-Za-z0-9_]{5}|(?:my |mobile)?i?phone|handy|DCIM|(?:card|cf|sd|karte|cartao|cartão|disk|raw|jpe?g|nef|cr2|dng)[ _-]*\w?\d*)$/i;

/**
 * @param folder names it among all folders
 * @param relativeFolder below its root, with `/`
 * @param model of the camera: a folder that is called after it holds its photos, and the event is the folder above
 */
export function eventOf(
  folder: string,
  relativeFolder: string,
  range: SaneRange,
  model: string | null = null,
): EventFolder {
  const names = relativeFolder.split('/').filter((name) => name !== '');
  const tokens = findPathDateTokens(`${relativeFolder}/-`, range);
  const token = tokens[0] ?? null;
  let depth = names.length;
  const isOfCamera = (name: string) =>
    CARD_FOLDER.test(name) || (model !== null && name.toLowerCase().startsWith(model.toLowerCase()));
  while (depth > 1 && isOfCamera(names[depth - 1]!)) depth--;
  // `2014-05-03 Paris/Canon` and `2014-05-03 Paris/phone` are one event, `2014/Paris` and `2014/Rome` two.
  for (const { depth: at, name, precision, inFileName } of tokens) {
    const isEvent = PRECISION_RANK[precision] >= PRECISION_RANK.day || /\p{L}/u.test(name);
    if (!inFileName && isEvent && at < depth) {
      depth = at + 1;
      break;
    }
  }
  const above = names.length - depth;
  const event = above === 0 ? folder : folder.replace(/[/\\]+$/, '').replace(pathEnd(above), '');
  return { event: event.replace(/[/\\]+$/, ''), token };
}

const pathEnd = (levels: number) => new RegExp(`(?:[/\\\\][^/\\\\]*){${levels}}$`);
