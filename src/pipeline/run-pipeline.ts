import type { StageName } from '../domain/stage-name.ts';
import type { AnyStage } from '../stages/stage.ts';
import type { Progress } from './progress.ts';
import { type RunOptions, runStage } from './run-stage.ts';

export interface PipelineResult {
  /** The last progress of each stage that ran, in order. */
  readonly stages: readonly Progress[];
  readonly cancelled: boolean;
}

/** Runs stages in their order. Each is made when its turn comes, because what it does may depend on the one before. */
export async function runPipeline(
  names: readonly StageName[],
  stageOf: (name: StageName) => AnyStage,
  options: RunOptions & { readonly onStage?: ((name: StageName) => void) | undefined },
): Promise<PipelineResult> {
  const stages: Progress[] = [];
  for (const name of names) {
    if (options.signal.aborted) break;
    options.onStage?.(name);
    stages.push(await runStage(stageOf(name), options));
  }
  return { stages, cancelled: options.signal.aborted };
}
