/** A part of the schema that the server gives (JSON Schema, draft 2020-12, with `unit`). */
export interface KnobSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly items?: KnobSchema | false;
  readonly prefixItems?: readonly KnobSchema[];
  readonly anyOf?: readonly KnobSchema[];
  readonly properties?: Readonly<Record<string, KnobSchema>>;
}

export type SettingKind =
  | 'roots'
  | 'cities'
  | 'list'
  | 'choices'
  | 'switch'
  | 'choice'
  | 'number'
  | 'text'
  | 'pair'
  /** Has no form of its own: it is edited as YAML. */
  | 'yaml';

/** One knob of the form. */
export interface Setting {
  readonly path: readonly string[];
  /** `clustering.method` */
  readonly key: string;
  readonly kind: SettingKind;
  readonly help: string;
  readonly unit: string | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly isInteger: boolean;
  readonly choices: readonly string[];
  readonly standard: unknown;
}

export interface Section {
  /** Of the file: `clustering`; `roots` is a section of its own. */
  readonly name: string;
  readonly help: string;
  readonly settings: readonly Setting[];
}

/** The form as the schema has it: groups of the file in their order, and what is in them. */
export function sectionsOf(schema: KnobSchema): Section[] {
  return Object.entries(schema.properties ?? {}).map(([name, knob]) => ({
    name,
    help: knob.properties === undefined ? '' : (knob.description ?? ''),
    settings: settingsBelow([name], knob),
  }));
}

function settingsBelow(path: readonly string[], knob: KnobSchema): Setting[] {
  if (knob.properties !== undefined) {
    return Object.entries(knob.properties).flatMap(([key, inner]) => settingsBelow([...path, key], inner));
  }
  const items = knob.items || undefined;
  return [
    {
      ...{ path, key: path.join('.'), kind: kindOf(path, knob), help: knob.description ?? '' },
      ...{ unit: knob.unit ?? null, minimum: bound(knob.minimum), maximum: bound(knob.maximum) },
      isInteger: knob.type === 'integer',
      choices: knob.enum ?? items?.enum ?? [],
      standard: knob.default ?? (knob.type === 'array' ? [] : undefined),
    },
  ];
}

/** Bounds that only say that a number is one are none. */
const bound = (value: number | undefined): number | null =>
  value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? null : value;

function kindOf(path: readonly string[], { type, items, prefixItems, ...knob }: KnobSchema): SettingKind {
  if (path.join() === 'roots') return 'roots';
  if (knob.enum !== undefined) return 'choice';
  if (type === 'boolean') return 'switch';
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'string') return 'text';
  if (type !== 'array') return 'yaml';
  if (prefixItems?.length === 2 && prefixItems.every((item) => item.type === 'string')) return 'pair';
  if (!items) return 'yaml';
  if (items.enum !== undefined) return 'choices';
  if (items.type === 'string') return 'list';
  return items.anyOf?.some((form) => form.properties?.latitude !== undefined) ? 'cities' : 'yaml';
}

/** What a text says of a knob; undefined where it says nothing, and the default holds. */
export function valueAt(given: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && !Array.isArray(at)
        ? (at as Record<string, unknown>)[step]
        : undefined,
    given,
  );
}

export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export const isChanged = (given: unknown, { path, standard }: Setting): boolean => {
  const value = valueAt(given, path);
  return value !== undefined && !same(value, standard);
};

/** Knobs whose values differ between two texts, with what the second says. */
export const differingIn = (
  sections: readonly Section[],
  before: unknown,
  after: unknown,
): { setting: Setting; value: unknown }[] =>
  sections
    .flatMap(({ settings }) => settings)
    .map((setting) => ({ setting, value: valueAt(after, setting.path) }))
    .filter(({ setting, value }) => !same(valueAt(before, setting.path), value));

/** The line on which a knob stands in the text, 1-based; of its group where it is not there; 1 where neither is. */
export function lineOf(text: string, path: readonly string[]): number {
  const lines = text.split('\n');
  let found = 0;
  let indent = -1;
  for (const step of path) {
    const from: number = found;
    const at = lines.findIndex((line, index) => {
      if (index < from) return false;
      const match = /^(\s*)(["']?)([\w.-]+)\2\s*:/.exec(line);
      return match !== null && match[3] === step && match[1]!.length > indent;
    });
    if (at === -1) break;
    indent = lines[at]!.search(/\S/);
    found = at + 1;
  }
  return Math.max(1, found);
}

/** Whether what is searched for stands in any of these texts; case and accents make no difference. */
export function isFound(search: string, texts: readonly string[]): boolean {
  const all = plain(texts.join(' '));
  return plain(search)
    .split(/\s+/)
    .every((word) => all.includes(word));
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
