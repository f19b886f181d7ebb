import { isScalar, type Node, parseDocument } from 'yaml';
import { parseYaml } from './parse.ts';
import type { ConfigProblem } from './problem.ts';
import { type Config, configSchema } from './schema.ts';

/** A knob by its keys, and its new value; undefined takes it out of the file, so that the default holds. */
export interface ConfigChange {
  readonly path: readonly string[];
  readonly value: unknown;
}

export type CheckedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** What the text means, or what is wrong with it. */
export function checkConfig(text: string): CheckedConfig {
  const result = parseYaml(text, configSchema);
  return result.ok ? { ok: true, config: result.value } : { ok: false, problems: result.problems };
}

/** The text with those values changed, and everything else as it was: order, comments, empty lines. */
export function changeConfig(text: string, changes: readonly ConfigChange[]): string {
  const document = parseDocument(text);
  for (const { path, value } of changes) {
    if (value === undefined) {
      if (document.hasIn(path)) document.deleteIn(path);
      continue;
    }
    const node = document.getIn(path, true);
    // A scalar keeps the comment behind it; a list or a map is put anew.
    if (isScalar(node) && (value === null || typeof value !== 'object')) node.value = value;
    else document.setIn(path, styled(document.createNode(value)));
  }
  return document.toString({ lineWidth: 100, flowCollectionPadding: false });
}

/** Short lists stand in a row, as in the example file. */
function styled(node: Node): Node {
  const items = (node as { items?: readonly unknown[] }).items;
  if (items?.every((item) => isScalar(item))) (node as { flow?: boolean }).flow = true;
  return node;
}
