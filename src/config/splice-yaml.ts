import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml';

type Path = readonly string[];

/**
 * The text with the value of a key as it stands in another text, and every other byte as it was; null where that is not
 * the same as the other text.
 */
export function changedInPlace(text: string, other: string, path: Path): string | null {
  const was = rangeAt(text, path);
  const is = rangeAt(other, path);
  if (was === null || is === null) return null;
  const lines = other.slice(is[0], is[1]).split('\n');
  const value = shifted(lines, columnOf(other, is[0]), columnOf(text, was[0])).join('\n');
  return ifSame(text.slice(0, was[0]) + value + text.slice(was[1]), other);
}

/** The same with a key that the text has not yet: it comes at the end of its group. */
export function addedInPlace(text: string, other: string, path: Path): string | null {
  const depth = path.findIndex((_, index) => !parseDocument(text).hasIn(path.slice(0, index + 1)));
  if (depth === -1) return null;
  const group = groupAt(text, path.slice(0, depth));
  const from = groupAt(other, path.slice(0, depth));
  const last = group?.items.at(-1);
  const pair = from?.items.find(({ key }) => isScalar(key) && key.value === path[depth]);
  if (!group || group.flow || !last || !pair) return null;
  const end = text.indexOf('\n', endOf(last));
  const at = end === -1 ? text.length : end - (text[end - 1] === '\r' ? 1 : 0);
  const indent = columnOf(text, startOf(group.items[0]!));
  const lines = other.slice(startOf(pair), endOf(pair)).trimEnd().split(/\r?\n/);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const added = eol + ' '.repeat(indent) + shifted(lines, columnOf(other, startOf(pair)), indent).join(eol);
  return ifSame(text.slice(0, at) + added + (end === -1 ? eol : '') + text.slice(at), other);
}

function ifSame(text: string, other: string): string | null {
  const document = parseDocument(text);
  if (document.errors.length > 0) return null;
  return isDeepStrictEqual(document.toJS(), parseDocument(other).toJS()) ? text : null;
}

function rangeAt(text: string, path: Path): [number, number] | null {
  const node = parseDocument(text).getIn(path, true);
  // A key without a value has an empty range behind it.
  return isNode(node) && node.range && node.range[1] > node.range[0] ? [node.range[0], node.range[1]] : null;
}

function groupAt(text: string, path: Path): YAMLMap<Node, Node | null> | null {
  const document = parseDocument(text);
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  return isMap<Node, Node | null>(node) ? node : null;
}

type Item = YAMLMap<Node, Node | null>['items'][number];
const startOf = ({ key }: Item): number => key.range![0];
/** Where the last word of it ends: what blocks count to themselves goes on to the next line. */
function endOf({ key, value }: Item): number {
  if (isMap<Node, Node | null>(value) && !value.flow && value.items.length > 0)
    return endOf(value.items.at(-1)!);
  if (isSeq<Node>(value) && !value.flow && value.items.length > 0) return value.items.at(-1)!.range![1];
  return Math.max(key.range![1], value?.range?.[1] ?? 0);
}
/** Lines below the first, which are indented by that much in one text, as they are in another. */
const shifted = (lines: readonly string[], from: number, to: number): string[] =>
  lines.map((line, index) =>
    index === 0 || line.search(/\S/) < Math.min(from, to) ? line : ' '.repeat(to) + line.slice(from),
  );

const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);
