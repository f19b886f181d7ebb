/** One thing that is wrong in a config file. */
export interface ConfigProblem {
  /** 1-based, or null where the file as a whole is meant. */
  readonly line: number | null;
  /** `clustering.method`, or empty for the file as a whole. */
  readonly key: string;
  readonly problem: string;
  readonly remedy: string;
}

export function formatProblems(
  file: string,
  problems: readonly ConfigProblem[],
  subject = 'The configuration',
): string {
  const lines = problems.map(({ line, key, problem, remedy }) => {
    const where = line === null ? file : `${file}:${line}`;
    return `  ${where}: ${key === '' ? '' : `${key}: `}${problem}. ${remedy}`;
  });
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return `${subject} has ${count}:\n${lines.join('\n')}`;
}
