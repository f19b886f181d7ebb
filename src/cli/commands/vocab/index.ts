import type { Command } from 'commander';
import type { CliContext } from '../../context.ts';
import { addEditCommands } from './edits.ts';
import { addExchangeCommands } from './exchange.ts';
import { addMoveCommands } from './moves.ts';
import { addShowCommands } from './show.ts';

const EXAMPLES = `
  photo-tag vocab list
  photo-tag vocab add orchid --parent flower --pt orquídea
  photo-tag vocab rename flower bloom             what would change; with --apply, sidecars follow
  photo-tag vocab merge auto 'AI:cars' --into cars --apply
  photo-tag vocab split flower --into orchid --clusters 3f2a91,77b0c4 --apply
  photo-tag vocab promote 'blue glass' --apply    AI:blue glass becomes CK:blue glass
  photo-tag vocab undo --apply                    takes the last change back, bytes as before
  photo-tag vocab import lightroom-keywords.txt`;

/** The vocabulary: looking at it, editing it, and taking what is known of a word to another word. */
export function addVocabCommand(program: Command, context: CliContext): void {
  const vocab = program
    .command('vocab')
    .description('look at the vocabulary and change it, with decisions and sidecars following')
    .addHelpText('after', EXAMPLES);
  addShowCommands(vocab, context);
  addEditCommands(vocab, context);
  addMoveCommands(vocab, context);
  addExchangeCommands(vocab, context);
}
