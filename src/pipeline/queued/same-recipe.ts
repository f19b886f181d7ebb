import { PhotoTagError } from '../../domain/errors.ts';
import type { QueuedRun } from '../../store/run-store.ts';

/** Whether two configurations come to the same results; a machine without the model may still do what needs none. */
export function isSameRecipe(one: string, other: string): boolean {
  const [[config, model], [otherConfig, otherModel]] = [split(one), split(other)];
  return config === otherConfig && (model === '' || otherModel === '' || model === otherModel);
}

function split(recipe: string): [config: string, model: string] {
  const at = recipe.indexOf(' ');
  return at < 0 ? [recipe, ''] : [recipe.slice(0, at), recipe.slice(at + 1)];
}

/** The worker is of no use to the run, and there is nothing wrong with the job. */
export class OtherRecipeError extends PhotoTagError {}

export function otherRecipe({ id, recipe }: QueuedRun, own: string): OtherRecipeError {
  const [[config, model], [ownConfig, ownModel]] = [split(recipe), split(own)];
  const what =
    config === ownConfig
      ? `the model for vectors is ${ownModel} here and ${model} there`
      : 'the configuration or the vocabulary is another one';
  return new OtherRecipeError(
    'CONFIG_INVALID',
    `This worker would come to other results than run ${id}: ${what}`,
    {
      remedy:
        'Give all workers the same configuration, vocabulary, models and precision. Nothing was changed.',
    },
  );
}
