import { basename } from 'node:path';
import { temporaryFolder } from '../app/run.ts';
import type { Settings } from '../config/load.ts';
import { bucketAddressOf } from '../domain/bucket-address.ts';
import { PhotoTagError } from '../domain/errors.ts';
import type { Sha1 } from '../domain/photo.ts';
import type { CloudCopyMaker } from '../imaging/cloud-copy-maker.ts';
import type { measurePersonScene } from '../imaging/measure-person-scene.ts';
import type { ProxyMaker } from '../imaging/proxy-maker.ts';
import type { Captioner } from '../models/captioner.ts';
import type { Detector } from '../models/detector.ts';
import type { Embedder } from '../models/embedder.ts';
import { BucketProxies } from '../proxies/bucket-proxies.ts';
import { folderProxies } from '../proxies/folder-proxies.ts';
import type { ProxyFiles } from '../proxies/proxy-files.ts';
import type { S3Keys } from '../proxies/s3/s3-bucket.ts';
import type { Store } from '../store/store.ts';

/**
 * Where proxies are by the configuration. Nothing is asked of a bucket by having this, and its client is loaded when it
 * is first needed.
 */
export function proxyFilesOf(settings: Settings, store: Pick<Store, 'photos'> | null): ProxyFiles {
  const { cache_dir: cacheFolder, bucket: address, bucket_endpoint, bucket_region } = settings.proxy;
  if (address === '') return folderProxies(cacheFolder);
  const { bucket, prefix } = bucketAddressOf(address);
  const open = async () => {
    const keys = keysOf(process.env, address);
    const { S3Bucket } = await import('../proxies/s3/s3-bucket.ts');
    return new S3Bucket({ bucket, endpoint: bucket_endpoint || null, region: bucket_region, keys });
  };
  let opened: ReturnType<typeof open> | null = null;
  return new BucketProxies({
    cacheFolder,
    tempFolder: temporaryFolder(cacheFolder),
    prefix,
    bucket() {
      opened ??= open();
      return opened;
    },
    async sizesOf(sha1s) {
      const proxies = (await store?.photos.proxiesOf(sha1s)) ?? new Map();
      return new Map([...proxies].map(([sha1, { sizeBytes }]) => [sha1, sizeBytes]));
    },
  });
}

/** The keys of the bucket are read here and nowhere else. */
function keysOf(environment: NodeJS.ProcessEnv, address: string): S3Keys {
  const accessKeyId = environment.AWS_ACCESS_KEY_ID?.trim();
  const secretAccessKey = environment.AWS_SECRET_ACCESS_KEY?.trim();
  if (!accessKeyId || !secretAccessKey) {
    throw new PhotoTagError('BUCKET_UNUSABLE', `There are no keys for ${address} in the environment`, {
      remedy:
        'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or take proxy.bucket out of the configuration.',
    });
  }
  return { accessKeyId, secretAccessKey, sessionToken: environment.AWS_SESSION_TOKEN?.trim() || undefined };
}

/*
 * Tools that look at proxies have them fetched before, and the maker has them kept, so that neither stages nor tools know
 * of it. Where proxies lie in a folder alone, a tool is what it was.
 */

type PictureEmbedder = Pick<Embedder, 'id' | 'lanes' | 'embedImages'>;

export function fetchingEmbedder(embedder: Embedder, proxies: ProxyFiles): PictureEmbedder {
  if (proxies.isFolderAlone) return embedder;
  const { id, lanes } = embedder;
  return { id, lanes, embedImages: fetchingFirst(proxies, itself, (jpegs) => embedder.embedImages(jpegs)) };
}

export function fetchingDetector(detector: Detector, proxies: ProxyFiles): Detector {
  if (proxies.isFolderAlone) return detector;
  return {
    get id() {
      return detector.id;
    },
    detect: fetchingFirst(
      proxies,
      ({ jpeg }) => jpeg,
      (inputs) => detector.detect(inputs),
    ),
    close: () => detector.close(),
  };
}

export function fetchingCaptioner(captioner: Captioner | null, proxies: ProxyFiles): Captioner | null {
  if (proxies.isFolderAlone || captioner === null) return captioner;
  return {
    id: captioner.id,
    describe: fetchingFirst(proxies, itself, (jpegs) => captioner.describe(jpegs)),
    close: () => captioner.close(),
  };
}

export function fetchingScene(
  measure: typeof measurePersonScene,
  proxies: ProxyFiles,
): typeof measurePersonScene {
  if (proxies.isFolderAlone) return measure;
  return async (jpeg, detections) => {
    const missing = await proxies.bring([sha1Of(jpeg)]);
    return missing.get(sha1Of(jpeg)) ?? measure(jpeg, detections);
  };
}

export function fetchingCopies(copies: CloudCopyMaker, proxies: ProxyFiles): CloudCopyMaker {
  if (proxies.isFolderAlone) return copies;
  return {
    async make(jpeg, longEdgePx) {
      const missing = await proxies.bring([sha1Of(jpeg)]);
      return missing.get(sha1Of(jpeg)) ?? copies.make(jpeg, longEdgePx);
    },
  };
}

/** What it made is kept for other machines before it says that it is made. */
export function keepingMaker(
  maker: () => Promise<ProxyMaker>,
  proxies: ProxyFiles,
): () => Promise<ProxyMaker> {
  if (proxies.isFolderAlone) return maker;
  return async () => {
    const tool = await maker();
    return {
      id: tool.id,
      async make(requests) {
        const made = await tool.make(requests);
        const targets = requests.filter((_, index) => !(made[index] instanceof Error));
        await proxies.keep(targets.map(({ target }) => sha1Of(target)));
        return made;
      },
      close: () => tool.close(),
    };
  };
}

const itself = <Input>(input: Input): Input => input;

/** The name of a proxy says whose it is (algorithms/proxy-path.ts). */
const sha1Of = (proxy: string): Sha1 => basename(proxy, '.jpg');

/** The tool sees those that are here; the others have the reason for a result. */
function fetchingFirst<Input, Result>(
  proxies: ProxyFiles,
  jpegOf: (input: Input) => string,
  tool: (inputs: readonly Input[]) => Promise<(Result | Error)[]>,
): (inputs: readonly Input[]) => Promise<(Result | Error)[]> {
  return async (inputs) => {
    const missing = await proxies.bring(inputs.map((input) => sha1Of(jpegOf(input))));
    if (missing.size === 0) return tool(inputs);
    const reasons = inputs.map((input) => missing.get(sha1Of(jpegOf(input))));
    const here = inputs.filter((_, index) => reasons[index] === undefined);
    const results = (here.length === 0 ? [] : await tool(here)).values();
    return reasons.map((reason) => reason ?? (results.next().value as Result | Error));
  };
}
