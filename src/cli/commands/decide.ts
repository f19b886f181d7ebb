import { type Command, InvalidArgumentError } from 'commander';
import {
  type DecideTagReport,
  decideTag,
  type HeldPhoto,
  type TagVerdict,
} from '../../app/decide/decide-tag.ts';
import { shownTag, type TagKey, tagNamed } from '../../app/decide/tag-name.ts';
import { clustersOfTargets, photosNamed } from '../../app/decide/targets.ts';
import type { Library } from '../../app/library.ts';
import { PhotoTagError } from '../../domain/errors.ts';
import { type CliContext, globalOptions, withLibrary } from '../context.ts';
import { json, printable } from '../output.ts';

interface DecideOptions {
  readonly photo: string[];
  readonly except: string[];
  readonly only?: boolean;
  readonly allMembers?: boolean;
  readonly dryRun?: boolean;
}

const TITLES: Record<TagVerdict, string> = {
  accept: 'a tag is right for these clusters or photos; adds it where nobody proposed it',
  reject:
    'a tag is wrong for these clusters or photos: it is not written, and what is like them gets it less',
  forget: 'take back what was accepted, rejected or added',
};

const HELP = `
A TARGET is the id of a cluster (photo-tag clusters --list), or a photo of it: a path or SHA-1.

  photo-tag accept CK:flower c0123456789ab          all its members, but for those that do not fit
  photo-tag reject CK:night IMG_1.jpg               the cluster that this photo is in
  photo-tag accept "AI:blue glass" --photo IMG_1.jpg   this photo alone
  photo-tag accept CK:flower c0123456789ab --except IMG_7.jpg
  photo-tag deeds --undo                            takes the last deed back

Nothing is written to sidecars before photo-tag write --apply.`;

/** Members of a cluster that are named; the rest is counted. */
const SHOWN_HELD = 20;

/** `accept`, `reject`, `forget`: what the user says of tags. */
export function addDecideCommands(program: Command, context: CliContext): void {
  for (const verdict of ['accept', 'reject', 'forget'] as const) {
    program
      .command(`${verdict} <tag> [targets...]`)
      .description(TITLES[verdict])
      .option('--photo <photo>', 'this photo alone (several add up)', collected, [])
      .option('--except <photo>', 'not this photo (several add up)', collected, [])
      .option('--only', 'photos among the targets stand for themselves alone, not for their clusters')
      .option('--all-members', 'hold no member of a cluster back')
      .option('--dry-run', 'only say what would be done')
      .addHelpText('after', HELP)
      .action((tag: string, targets: string[], options: DecideOptions, command: Command) =>
        withLibrary(context, command, [], (library) =>
          decide(context, command, library, { verdict, tag: tagNamed(library, tag), targets, options }),
        ),
      );
  }
}

const collected = (value: string, earlier: string[]): string[] => [...earlier, value];

interface Wish {
  readonly verdict: TagVerdict;
  readonly tag: TagKey;
  readonly targets: readonly string[];
  readonly options: DecideOptions;
}

async function decide(
  context: CliContext,
  command: Command,
  library: Library,
  { verdict, tag, targets, options }: Wish,
): Promise<void> {
  const { folder } = context;
  const standAlone = options.only || !library.settings.review.default_apply_to_cluster;
  const alone = standAlone ? targets.filter((target) => !isClusterId(target)) : [];
  const clusters = await clustersOfTargets(
    library,
    targets.filter((target) => !alone.includes(target)),
    folder,
  );
  const photos = await photosNamed(library, [...alone, ...options.photo], folder);
  if (clusters.length + photos.length === 0) {
    throw new PhotoTagError('USAGE', 'No cluster and no photo is named', {
      remedy: `Name one: photo-tag ${verdict} ${shownTag(library, tag)} CLUSTER, or --photo PATH.`,
    });
  }
  const report = await decideTag(library, {
    tag,
    verdict,
    clusters,
    photos,
    except: await photosNamed(library, options.except, folder),
    allMembers: options.allMembers,
    dryRun: options.dryRun,
  });
  const pathOf = await pathsOf(library, report.held);
  if (globalOptions(command).json) {
    const held = report.held.map((one) => ({ ...one, path: pathOf(one) }));
    const { deed, applied, added, unchanged } = report;
    context.stdout.write(
      json({ tag: shownTag(library, tag), verdict, deed, applied, added, held, unchanged }),
    );
    return;
  }
  context.stdout.write(inWords(shownTag(library, tag), verdict, report, { pathOf, ...options }));
}

const isClusterId = (target: string): boolean => /^c[0-9a-f]{12}$/.test(target);

/** The first file of each photo that is held back. */
async function pathsOf(
  { store }: Library,
  held: readonly HeldPhoto[],
): Promise<(photo: HeldPhoto) => string> {
  const files = await store.files.ofPhotos(held.map(({ sha1 }) => sha1));
  return ({ sha1 }) => files.get(sha1)?.[0]?.path ?? sha1;
}

const DONE: Record<TagVerdict, string> = {
  accept: 'accepted for',
  reject: 'rejected for',
  forget: 'forgotten of',
};

const WHY: Record<HeldPhoto['why'], string> = {
  'does not fit': 'does not fit its cluster',
  unlikely: 'far less likely than the rest',
  likely: 'far more likely than the rest',
};

function inWords(
  tag: string,
  verdict: TagVerdict,
  { deed, applied, added, held, unchanged }: DecideTagReport,
  { pathOf, dryRun }: { pathOf: (photo: HeldPhoto) => string; dryRun?: boolean },
): string {
  const parts = [`${dryRun ? 'would be ' : ''}${DONE[verdict]} ${counted(applied.length, 'photo')}`];
  if (added > 0 && added < applied.length) parts.push(`${added} of them had no such proposal`);
  if (held.length > 0) parts.push(`held ${held.length}`);
  if (unchanged > 0) parts.push(`${unchanged} stay as they were`);
  const lines = [`${printable(tag)} ${parts.join(', ')}`];
  for (const photo of held.slice(0, SHOWN_HELD)) {
    lines.push(`  held  ${printable(pathOf(photo))}  ${WHY[photo.why]}`);
  }
  if (held.length > SHOWN_HELD) lines.push(`  and ${held.length - SHOWN_HELD} more (--json lists all)`);
  if (held.length > 0) lines.push('Name them with --photo, or add --all-members, to decide for them too.');
  if (deed !== null) lines.push('Take it back with: photo-tag deeds --undo');
  return `${lines.join('\n')}\n`;
}

/** `1 photo`, `1,234 photos`. */
export const counted = (number: number, what: string): string =>
  `${number.toLocaleString('en')} ${what}${number === 1 ? '' : 's'}`;

/** A whole number from 1 on, of `--undo` and the like. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('It must be a whole number from 1 on.');
}
