import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLSeq } from 'yaml';
import { messageOf, PhotoTagError } from '../domain/errors.ts';
import { type LineOf, parseYaml } from './parse.ts';
import type { ConfigProblem } from './problem.ts';
import { type Config, configSchema } from './schema.ts';
import { addedInPlace, changedInPlace } from './splice-yaml.ts';

/** A knob by its keys, and its new value; undefined takes it out of the file, so that the default holds. */
export interface ConfigChange {
  readonly path: readonly string[];
  readonly value: unknown;
}

export type CheckedConfig =
  | { readonly ok: true; readonly config: Config; readonly lineOf: LineOf }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** What the text means, or what is wrong with it. */
export function checkConfig(text: string): CheckedConfig {
  const result = parseYaml(text, configSchema);
  if (result.ok) return { ok: true, config: result.value, lineOf: result.lineOf };
  return { ok: false, problems: result.problems.map(withoutKeys) };
}

/** Who writes a key into the file is told where it belongs. */
const withoutKeys = (problem: ConfigProblem): ConfigProblem =>
  /(api_?key|secret|token|password)$/i.test(problem.key) && problem.problem === 'there is no such setting'
    ? {
        ...problem,
        remedy:
          'Keys are taken from the environment (OPENAI_API_KEY) and never kept in a file: take the line out.',
      }
    : problem;

/** What stands in the text, as it stands there, right or wrong, without defaults; null where it is not YAML. */
export function givenIn(text: string): Record<string, unknown> | null {
  const document = parseDocument(text);
  if (document.errors.length > 0) return null;
  let given: unknown;
  try {
    given = document.toJS() ?? {};
  } catch {
    // Aliases that lead nowhere, or everywhere: checkConfig says where.
    return null;
  }
  return typeof given === 'object' && !Array.isArray(given) ? (given as Record<string, unknown>) : null;
}

/**
 * The text with those values changed, and everything else as it was: order, comments, empty lines.
 * @throws PhotoTagError USAGE where it cannot be: the text is not YAML, or a knob stands where a group should
 */
export const changeConfig = (text: string, changes: readonly ConfigChange[]): string =>
  changes.reduce(changeOne, text);

function changeOne(text: string, { path, value }: ConfigChange): string {
  const document = parseDocument(text);
  const isThere = document.errors.length === 0 && document.hasIn(path);
  if (isThere && isDeepStrictEqual(document.getIn(path) ?? null, value)) return text;
  let written: string;
  try {
    if (value === undefined) {
      if (!isThere) return text;
      document.deleteIn(path);
    } else {
      setValue(document, path, value);
    }
    written = document.toString({ lineWidth: 100, flowCollectionPadding: false });
  } catch (cause) {
    throw new PhotoTagError('USAGE', `${path.join('.')} cannot be set in this text: ${messageOf(cause)}`, {
      cause,
      remedy: 'Mend the text first, where it says so.',
    });
  }
  const whole = text.includes('\r\n') ? written.replace(/\r?\n/g, '\r\n') : written;
  if (value === undefined) return whole;
  // Written anew, a text gets other indents and breaks everywhere: only the place of the change is taken over.
  return (isThere ? changedInPlace(text, whole, path) : addedInPlace(text, whole, path)) ?? whole;
}

function setValue(document: Document, path: readonly string[], value: unknown): void {
  const node = document.getIn(path, true);
  // A scalar keeps the comment behind it, a list those of the items that stay.
  if (isScalar(node) && (value === null || typeof value !== 'object')) node.value = value;
  else if (isSeq(node) && Array.isArray(value)) setItems(document, node, value);
  else document.setIn(path, styled(document.createNode(value)));
}

function setItems(document: Document, list: YAMLSeq, values: readonly unknown[]): void {
  const left = [...(list.items as Node[])];
  list.items = values.map((value) => {
    const index = left.findIndex((item) => isDeepStrictEqual(item.toJS(document), value));
    return index === -1 ? styled(document.createNode(value)) : left.splice(index, 1)[0]!;
  });
  // An empty list that is opened stands in a row, as it did when it was empty; what is not short does not.
  if (list.flow && !list.items.every((item) => isScalar(item) || isMap(item))) list.flow = false;
}

/** Short lists stand in a row, as in the example file. */
function styled(node: Node): Node {
  const items = (node as { items?: readonly unknown[] }).items;
  if (items?.every((item) => isScalar(item))) (node as { flow?: boolean }).flow = true;
  if (isMap(node)) for (const { value } of node.items) if (isSeq(value)) value.flow = true;
  return node;
}
