import { basename } from 'node:path';
import type { ClusterFacts, PhotoFacts } from '../../domain/library.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Proposal, TagLayer } from '../../domain/tag.ts';
import type { SheetCluster, SheetMember, SheetTag } from '../../export/contact-sheet/contact-sheet.ts';
import type { Library } from '../library.ts';
import { timeRangeText, timeText } from './time-text.ts';

const MEDOID_PX = 360;
const MEMBER_PX = 132;
/** A strip of this many members shows what a cluster is; the row says how many there are. */
const MOST_MEMBERS = 24;

/** A cluster as the contact sheet shows it. */
export async function sheetCluster(library: Library, facts: ClusterFacts): Promise<SheetCluster> {
  const { cluster, members, people } = facts;
  const medoid = members.find((photo) => photo.sha1 === cluster.medoid) ?? members[0]!;
  const thumb = await library.thumbnail(medoid.sha1, MEDOID_PX);
  const proposals = await library.store.tags.proposalsOf(members.map((photo) => photo.sha1));
  const shown = spread(members, MOST_MEMBERS);
  return {
    id: cluster.id,
    name: timeRangeText(members),
    place: placeOf(proposals),
    method: cluster.method,
    peopleSet: people === 'undecided' ? 'undecided' : people === 'people',
    memberCount: members.length,
    medoid: {
      thumb: thumb?.dataUri ?? '',
      fileName: fileNameOf(medoid),
      width: thumb?.widthPx ?? 0,
      height: thumb?.heightPx ?? 0,
    },
    members: await Promise.all(shown.map((photo) => sheetMember(library, photo))),
    ckTags: tagsOf(proposals, 'CK'),
    aiTags: tagsOf(proposals, 'AI'),
  };
}

async function sheetMember(library: Library, photo: PhotoFacts): Promise<SheetMember> {
  const thumb = await library.thumbnail(photo.sha1, MEMBER_PX);
  const time = photo.captureTime;
  return {
    thumb: thumb?.dataUri ?? '',
    fileName: fileNameOf(photo),
    when: timeText(time),
    trust: time?.trustScore ?? 0,
    dateReason:
      time?.signalsUsed.map((signal) => signal.reason).join(' · ') ||
      'nothing says when this photo was taken',
    uncertain: time?.uncertain ?? false,
  };
}

const fileNameOf = ({ files, sha1 }: PhotoFacts): string => (files[0] ? basename(files[0].path) : sha1);

/** Evenly spaced members, first and last included. */
function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from(
    { length: most },
    (_, index) => items[Math.round((index * (items.length - 1)) / (most - 1))]!,
  );
}

/** One chip a name: its best score with that reason, and how many photos it is proposed for. */
function tagsOf(proposals: ReadonlyMap<Sha1, readonly Proposal[]>, layer: TagLayer): SheetTag[] {
  const tags = new Map<string, SheetTag>();
  for (const { layer: own, name, score, reason, source } of [...proposals.values()].flat()) {
    if (own !== layer) continue;
    const known = tags.get(name);
    const count = (known?.count ?? 0) + 1;
    const best = known && known.score >= score ? known : { name, score, reason: `${source}: ${reason}` };
    tags.set(name, { ...best, count });
  }
  return [...tags.values()].sort(
    (a, b) => b.count - a.count || b.score - a.score || (a.name < b.name ? -1 : 1),
  );
}

function placeOf(proposals: ReadonlyMap<Sha1, readonly Proposal[]>): string | null {
  const places = [...proposals.values()].flat().filter((proposal) => proposal.source === 'places');
  return places.sort((a, b) => b.score - a.score)[0]?.name ?? null;
}
