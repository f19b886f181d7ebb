/** One keyword of a list as Lightroom exports it. */
export interface ListedKeyword {
  readonly name: string;
  readonly synonyms: readonly string[];
  /** The name of the keyword above it; null at the top. */
  readonly parent: string | null;
  /** False where it stands in square brackets: Lightroom keeps it out of what it exports. */
  readonly isExported: boolean;
  /** 1-based. */
  readonly line: number;
}

/**
 * Reads a keyword list of Lightroom Classic (Metadata → Export Keywords): a keyword a line, levels by tabs, synonyms in
 * braces below their keyword, in square brackets what is not exported.
 *
 * Lists that were typed by hand come with spaces: the first indentation says how many make a level.
 */
export function parseKeywordList(text: string): ListedKeyword[] {
  const keywords: {
    name: string;
    synonyms: string[];
    parent: string | null;
    isExported: boolean;
    line: number;
  }[] = [];
  const open: { depth: number; keyword: (typeof keywords)[number] }[] = [];
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const step = /^( +)\S/m.exec(text)?.[1]?.length ?? 4;
  for (const [index, line] of lines.entries()) {
    const content = line.trim();
    if (content === '') continue;
    const indent = /^[\t ]*/.exec(line)![0];
    const depth = [...indent].reduce((sum, character) => sum + (character === '\t' ? 1 : 1 / step), 0);
    while (open.length > 0 && open.at(-1)!.depth >= depth - 1e-9) open.pop();
    const above = open.at(-1)?.keyword ?? null;
    const synonym = /^\{(.*)\}$/s.exec(content)?.[1]?.trim();
    if (synonym !== undefined) {
      if (above !== null && synonym !== '') above.synonyms.push(synonym);
      continue;
    }
    const bracketed = /^\[(.*)\]$/s.exec(content)?.[1]?.trim();
    const keyword = {
      ...{ name: bracketed ?? content, synonyms: [], parent: above?.name ?? null },
      ...{ isExported: bracketed === undefined, line: index + 1 },
    };
    keywords.push(keyword);
    open.push({ depth, keyword });
  }
  return keywords;
}

/** A keyword with what stands below it in the list. */
export interface KeywordToList {
  readonly name: string;
  readonly synonyms: readonly string[];
  readonly parent?: string | undefined;
  readonly isExported: boolean;
}

/** A list that Lightroom imports (Metadata → Import Keywords). Keywords keep their order below each parent. */
export function formatKeywordList(keywords: readonly KeywordToList[]): string {
  const lines: string[] = [];
  const below = Map.groupBy(keywords, ({ parent }) => parent ?? null);
  const names = new Set(keywords.map(({ name }) => name));
  const put = ({ name, synonyms, isExported }: KeywordToList, depth: number) => {
    const tabs = '\t'.repeat(depth);
    lines.push(`${tabs}${isExported ? name : `[${name}]`}`);
    for (const synonym of synonyms) lines.push(`${tabs}\t{${synonym}}`);
    for (const keyword of below.get(name) ?? []) put(keyword, depth + 1);
  };
  for (const keyword of keywords) {
    if (keyword.parent === undefined || !names.has(keyword.parent)) put(keyword, 0);
  }
  return lines.map((line) => `${line}\n`).join('');
}
