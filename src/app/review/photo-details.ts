import { basename } from 'node:path';
import type { PeopleFinding } from '../../domain/detection.ts';
import type { PhotoMetadata } from '../../domain/metadata.ts';
import type { Sha1 } from '../../domain/photo.ts';
import type { Decision, DecisionVerdict, Proposal, TagLayer } from '../../domain/tag.ts';
import type { Library } from '../library.ts';
import { wallText } from '../wall-text.ts';

export interface PhotoTag {
  readonly layer: TagLayer;
  readonly name: string;
  readonly score: number | null;
  readonly probability: number | null;
  readonly threshold: number | null;
  readonly reason: string;
  readonly source: string;
  readonly model: string;
  readonly verdict: DecisionVerdict | null;
}

/** All that is known of one photo. */
export interface PhotoDetails {
  readonly sha1: Sha1;
  readonly fileName: string;
  readonly paths: readonly string[];
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly metadata: PhotoMetadata | null;
  readonly camera: string | null;
  readonly time: string | null;
  readonly trust: number | null;
  readonly dateReasons: readonly string[];
  readonly people: PeopleFinding | null;
  readonly tags: readonly PhotoTag[];
  /** That were in the file and its sidecars before us. */
  readonly keywords: readonly string[];
  readonly clusterId: string | null;
}

/** Null where no present file has that SHA-1. */
export async function photoDetails({ store }: Library, sha1: Sha1): Promise<PhotoDetails | null> {
  const files = (await store.files.ofPhotos([sha1])).get(sha1) ?? [];
  if (files.length === 0) return null;
  const paths = files.map((file) => file.path);
  const metadata = (await store.photos.metadataOf([sha1])).get(sha1) ?? null;
  const time = (await store.photos.captureTimesOf([sha1])).get(sha1);
  const proxy = (await store.photos.proxiesOf([sha1])).get(sha1);
  const sidecars = [...(await store.files.sidecarKeywordsOf(paths)).values()].flat();
  const lists = [metadata?.keywords, ...sidecars].filter((list) => list !== undefined);
  return {
    sha1,
    fileName: basename(paths[0]!),
    paths,
    widthPx: proxy?.widthPx ?? null,
    heightPx: proxy?.heightPx ?? null,
    metadata,
    camera: metadata === null ? null : cameraName(metadata),
    time: wallText(time?.wallMillis ?? null),
    trust: time?.trustScore ?? null,
    dateReasons: time?.signalsUsed.map((signal) => signal.reason) ?? [],
    people: (await store.photos.detectionsOf([sha1])).get(sha1)?.finding ?? null,
    tags: tagsOf(
      (await store.tags.proposalsOf([sha1])).get(sha1) ?? [],
      (await store.tags.decisionsOf([sha1])).get(sha1) ?? [],
    ),
    keywords: [...new Set(lists.flatMap((list) => Object.values(list).flat() as string[]))].sort(),
    clusterId: (await store.clusters.clusterIdsOf([sha1])).get(sha1) ?? null,
  };
}

function tagsOf(proposals: readonly Proposal[], decisions: readonly Decision[]): PhotoTag[] {
  const verdicts = new Map(decisions.map((said) => [`${said.layer}:${said.name}`, said.verdict]));
  const proposed = proposals.map(({ probability = null, threshold = null, ...proposal }): PhotoTag => {
    const key = `${proposal.layer}:${proposal.name}`;
    const verdict = verdicts.get(key) ?? null;
    verdicts.delete(key);
    return { ...proposal, probability, threshold, verdict };
  });
  const byHand = decisions
    .filter((said) => verdicts.has(`${said.layer}:${said.name}`))
    .map(
      ({ layer, name, verdict, source }): PhotoTag => ({
        layer,
        name,
        score: null,
        probability: null,
        threshold: null,
        reason: source ?? 'decided by hand',
        source: 'by hand',
        model: '',
        verdict,
      }),
    );
  return [...proposed, ...byHand];
}

/** `PENTAX K-1`, and not `Canon Canon EOS 5D`. */
function cameraName({ make, model }: PhotoMetadata): string | null {
  if (model === null) return make;
  const maker = make?.split(' ', 1)[0];
  const isNamed = maker === undefined || model.toLowerCase().startsWith(maker.toLowerCase());
  return isNamed ? model : `${make} ${model}`;
}
