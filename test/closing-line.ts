import { existsSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { hasTransformers } from './optional-packages.ts';
import { hasPostgres } from './postgres-programs.ts';
import { hasShared } from './shared.ts';

/** What this machine lacks, for which tests are skipped. */
const LACKS: readonly { lacks: boolean; what: string }[] = [
  { lacks: !hasShared, what: 'the folder of real test data (../shared) is not here' },
  { lacks: !existsSync(process.env.PHOTO_TAG_CHROMIUM ?? '/usr/bin/chromium'), what: 'no Chromium' },
  { lacks: !hasPostgres, what: 'no PostgreSQL is installed' },
  { lacks: !hasTransformers, what: 'the optional package @huggingface/transformers is not installed' },
  { lacks: process.getuid?.() === 0, what: 'the superuser may read and write everything' },
  { lacks: process.platform !== 'linux', what: 'some file systems are only tried on Linux' },
];

/** Ends the run with one plain line, and says what was skipped and why it may have been. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const skipped = new Map<string, number>();
    const notes = new Set<string>();
    for (const module of modules) {
      // A file or a `beforeAll` that breaks fails no test of its own, and yet nothing of it was shown to work.
      const tests = [...module.children.allTests()];
      if (module.state() === 'failed' && !tests.some((test) => test.result().state === 'failed'))
        counts.failed++;
      for (const test of tests) {
        const { state, ...result } = test.result();
        counts[state]++;
        if (state === 'skipped') {
          const file = module.relativeModuleId;
          skipped.set(file, (skipped.get(file) ?? 0) + 1);
          if ('note' in result && result.note !== undefined) notes.add(result.note);
        }
      }
    }
    const lines: string[] = [''];
    if (skipped.size > 0) {
      const reasons = [...LACKS.filter(({ lacks }) => lacks).map(({ what }) => what), ...notes];
      lines.push(`Skipped here: ${reasons.join('; ') || 'tests that are asked for by name'}.`);
      for (const [file, count] of skipped) lines.push(`  ${count} in ${file}`);
    }
    lines.push(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}
