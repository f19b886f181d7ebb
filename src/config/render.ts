import { Document, type Node, visit } from 'yaml';
import { z } from 'zod';
import { configSchema } from './schema.ts';

interface Rendered {
  readonly type?: string;
  readonly properties?: Record<string, Rendered>;
  readonly default?: unknown;
  readonly description?: string;
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
}

const WIDTH = 100;

/** The example file: every knob with its default and, as a comment, its help, unit and range. */
export function renderExampleConfig(roots: readonly string[] = []): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Rendered;
  const head = [
    '# photo-tag-pipeline: configuration. Every setting may be left out; what stands here are the defaults.',
    '# Relative paths count from the folder that photo-tag runs in; `--data DIR` takes the place of data/.',
    '',
  ];
  return [...head, ...renderGroup(schema, '', { roots })].join('\n').trimEnd().concat('\n');
}

function renderGroup(schema: Rendered, indent: string, values: Record<string, unknown>): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, knob]) => {
    const comment = wrap(helpOf(knob), `${indent}# `);
    if (knob.properties) {
      return [
        ...comment,
        `${indent}${key}:`,
        ...renderGroup(knob, `${indent}  `, {}),
        ...(indent ? [] : ['']),
      ];
    }
    const value = values[key] ?? knob.default;
    if (value === undefined) return [...comment, `${indent}# ${key}:`];
    const text = inFlowStyle(key, value)
      .toString({ lineWidth: WIDTH - indent.length, flowCollectionPadding: false })
      .trimEnd()
      .split('\n')
      .map((line) => indent + line);
    return [...comment, ...text, ...(indent ? [] : [''])];
  });
}

function helpOf(knob: Rendered): string {
  if (knob.properties) return knob.description ?? '';
  const range =
    knob.minimum === undefined || knob.maximum === undefined ? null : `${knob.minimum} to ${knob.maximum}`;
  const choices = knob.enum ? `one of ${knob.enum.join(', ')}` : null;
  const facts = [range, choices, knob.unit].filter((fact) => fact != null);
  return `${knob.description ?? ''}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
}

function wrap(text: string, prefix: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter(Boolean)) {
    if (line && prefix.length + line.length + 1 + word.length > WIDTH) {
      lines.push(prefix + line);
      line = word;
    } else {
      line = line ? `${line} ${word}` : word;
    }
  }
  return line ? [...lines, prefix + line] : lines;
}

/** `key: [a, b]`: lists of short words are read faster in a row. */
function inFlowStyle(key: string, value: unknown): Document<Node> {
  const document = new Document({ [key]: value }) as Document<Node>;
  visit(document, {
    Seq(_, list) {
      list.flow = true;
    },
  });
  return document;
}
