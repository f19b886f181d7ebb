import { type Document, isMap, isNode, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { nearMiss } from './near-miss.ts';
import type { ConfigProblem } from './problem.ts';

export type ParseResult<T> =
  | { readonly ok: true; readonly value: T; readonly lineOf: LineOf }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

type Path = readonly PropertyKey[];

/** The line of the last key on a path that is in the file, 1-based; null where the file is empty. */
export type LineOf = (path: Path) => number | null;

interface JsonSchema {
  readonly properties?: Record<string, JsonSchema>;
  readonly items?: JsonSchema;
  readonly default?: unknown;
  readonly description?: string;
}

/**
 * Reads YAML text against a schema. Every problem comes with its line and with what would be right.
 *
 * @param prepare brings short forms into the one that the schema describes; paths must stay.
 */
export function parseYaml<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  prepare: (value: unknown) => unknown = (value) => value,
): ParseResult<z.output<Schema>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      key: '',
      problem: `not valid YAML: ${error.message}`,
      remedy: 'Check indentation, quotes and colons on this line.',
    }));
    return { ok: false, problems };
  }
  const lineOf: LineOf = (path) => {
    const node = keyNode(document.contents, path);
    return node?.range ? lines.linePos(node.range[0]).line : null;
  };
  let value: unknown;
  try {
    value = document.toJS();
  } catch {
    return { ok: false, problems: [aliasProblem(document, lines)] };
  }
  const parsed = schema.safeParse(prepare(value ?? {}));
  if (parsed.success) return { ok: true, value: parsed.data, lineOf };

  const jsonSchema = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const problems = parsed.error.issues.flatMap((issue) => describe(issue, jsonSchema, lineOf));
  return { ok: false, problems };
}

/** An alias (`*name`) that has no anchor, or so many of them that they would fill the memory. */
function aliasProblem(document: Document, lines: LineCounter): ConfigProblem {
  let at: number | null = null;
  let first: number | null = null;
  visit(document, {
    Alias(_, node) {
      const start = node.range?.[0] ?? 0;
      first ??= start;
      if (at === null && node.resolve(document) === undefined) at = start;
    },
  });
  const place = at ?? first;
  return {
    line: place === null ? null : lines.linePos(place).line,
    key: '',
    problem: at === null ? 'too many aliases (*name) stand in each other' : 'an alias (*name) has no anchor',
    remedy: 'Write out what is meant.',
  };
}

/** The node of the last key on the path that is in the file. */
function keyNode(contents: unknown, path: Path): Node | null {
  let node: unknown = contents;
  let found: Node | null = isNode(contents) ? contents : null;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      if (!pair) return found;
      found = isNode(pair.key) ? pair.key : found;
      node = pair.value;
    } else {
      const items = (node as { items?: unknown[] } | null)?.items;
      node = typeof step === 'number' ? items?.[step] : undefined;
      if (!isNode(node)) return found;
      found = node;
    }
  }
  return found;
}

function describe(issue: z.core.$ZodIssue, schema: JsonSchema, lineOf: LineOf): ConfigProblem[] {
  const here = schemaAt(schema, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(here?.properties ?? {});
    return issue.keys.map((key) => {
      const meant = nearMiss(key, known);
      return {
        line: lineOf([...issue.path, key]),
        key: [...issue.path, key].join('.'),
        problem: 'there is no such setting',
        remedy: meant ? `Did you mean ${meant}?` : `Known here: ${known.join(', ')}.`,
      };
    });
  }
  const isItem = typeof issue.path.at(-1) === 'number';
  const owner = isItem ? schemaAt(schema, issue.path.slice(0, -1)) : here;
  const standard = owner?.default === undefined ? '' : ` The default is ${JSON.stringify(owner.default)}.`;
  const help = owner?.description ?? '';
  return [
    {
      line: lineOf(issue.path),
      key: issue.path.join('.'),
      problem: plain(issue.message),
      remedy: `${help}${standard}`.trim() || 'See the example file for what is allowed.',
    },
  ];
}

function schemaAt(schema: JsonSchema, path: Path): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>(
    (at, step) => (typeof step === 'number' ? at?.items : at?.properties?.[String(step)]),
    schema,
  );
}

const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a group',
  record: 'a group',
  null: 'nothing',
};

/** What the schema says, as one would say it; what it says of its own stays. */
function plain(message: string): string {
  const [, what, than, bound] =
    /^Too (?:big|small): expected (\w+) to (?:be|have) (<=?|>=?)(-?[\d.]+)/.exec(message) ?? [];
  if (what !== undefined && bound !== undefined) {
    const limit = than!.startsWith('<') ? 'at most' : 'at least';
    if (what === 'string')
      return bound === '1' ? 'must not be empty' : `must have ${limit} ${bound} characters`;
    return what === 'array'
      ? `must have ${limit} ${bound} item${bound === '1' ? '' : 's'}`
      : `must be ${limit} ${bound}`;
  }
  const text = message.replace(/^Invalid (input|option): /, '').replace(/\.$/, '');
  const [, wanted, found] = /^expected (\w+), received (\w+)$/.exec(text) ?? [];
  if (wanted !== undefined && TYPES[wanted] !== undefined) {
    return wanted === 'int' && found === 'number'
      ? 'must be a whole number'
      : `must be ${TYPES[wanted]}, and is ${TYPES[found!] ?? found}`;
  }
  const choices = /^expected one of (.*)$/.exec(text)?.[1];
  return choices === undefined ? text : `must be one of ${choices.replaceAll('"', '').replaceAll('|', ', ')}`;
}
