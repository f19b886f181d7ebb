import { join } from 'node:path';
import { saneRange } from './algorithms/sane-range.ts';
import { controlledWords } from './algorithms/words/controlled-words.ts';
import { refuseHalfRestored } from './app/backup/half-restored.ts';
import type { Library } from './app/library.ts';
import { temporaryFolder } from './app/run.ts';
import { finishVocabularyChanges } from './app/vocabulary/finish-changes.ts';
import { openCaptioner, openDetector, PULL_CAPTIONER } from './compose/detectors.ts';
import { openEarlier, openEmbedder } from './compose/embedders.ts';
import { placedHasher, placedMaker, placedReader, placedWriter } from './compose/placed-tools.ts';
import {
  fetchingCaptioner,
  fetchingDetector,
  fetchingEmbedder,
  fetchingScene,
  keepingMaker,
  proxyFilesOf,
} from './compose/proxies.ts';
import { openQueue } from './compose/queue.ts';
import { readingThread } from './compose/reading-thread.ts';
import { cloudTools } from './compose/vision.ts';
import { type ConfigSources, loadSettings, type Settings } from './config/load.ts';
import { PhotoTagError } from './domain/errors.ts';
import type { StageName } from './domain/stage-name.ts';
import type { TagLayer } from './domain/tag.ts';
import type { VisionConsent } from './domain/vision.ts';
import { measurePersonScene } from './imaging/measure-person-scene.ts';
import type { ProxyMaker } from './imaging/proxy-maker.ts';
import { SharpProxyMaker } from './imaging/sharp-proxy-maker.ts';
import { smallJpeg, thumbnailOf } from './imaging/thumbnail.ts';
import { createExiftoolReader } from './metadata/exiftool-reader.ts';
import type { FileHasher } from './metadata/file-hasher.ts';
import { createFileHasher } from './metadata/hash-files.ts';
import type { MetadataReader } from './metadata/metadata-reader.ts';
import { XmpSidecarWriter } from './metadata/xmp-sidecar-writer.ts';
import { absentDetector, absentEmbedder, openOrAbsent } from './models/absent-model.ts';
import type { Captioner } from './models/captioner.ts';
import type { Detector } from './models/detector.ts';
import type { Embedder } from './models/embedder.ts';
import { createWinkParser } from './models/wink/phrase-parser.ts';
import type { Queue } from './queue/queue.ts';
import { renderSampleLibrary } from './sample/render-sample-library.ts';
import { captionsStage } from './stages/captions.ts';
import { clustersStage } from './stages/clusters.ts';
import { datesStage } from './stages/dates.ts';
import { embeddingsStage } from './stages/embeddings.ts';
import { createLandmarkJudge } from './stages/labels/landmarks.ts';
import { refreshLabels, spaceWithLabels } from './stages/labels/refresh-labels.ts';
import { createWordScorer } from './stages/labels/word-scorer.ts';
import { metadataStage } from './stages/metadata.ts';
import { peopleBaseOf, peopleStage } from './stages/people.ts';
import { proxiesStage } from './stages/proxies.ts';
import { scanStage } from './stages/scan/index.ts';
import type { AnyStage } from './stages/stage.ts';
import { tagsStage } from './stages/tags/index.ts';
import { tagRulesOf } from './stages/tags/tag-rules.ts';
import { visionStage } from './stages/vision/index.ts';
import type { LabelSet } from './store/label-store.ts';
import { openStore } from './store/open-store.ts';
import type { Reading, StoreOptions } from './store/store.ts';
import { captionsTagger } from './taggers/captions.ts';
import { localTaggers } from './taggers/index.ts';
import { placeAtlas } from './taggers/place-atlas.ts';
import { scoredTagger } from './taggers/scored.ts';
import { visionTagger } from './taggers/vision.ts';
import { clusterThreads } from './threads/cluster-threads.ts';
import { PackedVectorIndex } from './vectors/packed-index.ts';

interface Closable {
  close(): Promise<void>;
}

/** What reads files and pixels, apart from embedder and captioner. */
export interface OtherTools {
  readonly reader: () => MetadataReader;
  readonly hasher: () => FileHasher;
  readonly maker: () => ProxyMaker;
  readonly detector: (settings: Settings) => Detector;
  readonly measureScene: typeof measurePersonScene;
}

/** What may be given to it besides the configuration. */
export interface OpenOptions extends Partial<OtherTools>, StoreOptions {}

/**
 * Opens the library of a configuration. The only place that names implementations.
 * @param embedderOf for tests: another embedder than the configuration names
 * @param captionerOf for tests: another captioner than the one that was pulled
 * @param others how the store is opened; for benches: other tools than the program's own
 */
export async function openLibrary(
  sources: ConfigSources,
  embedderOf = openEmbedder,
  captionerOf = openCaptioner,
  others: OpenOptions = {},
): Promise<Library> {
  const opened: Closable[] = [];
  try {
    return await assemble(opened, sources, embedderOf, captionerOf, others);
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

async function closeAll(opened: readonly Closable[]): Promise<void> {
  for (const tool of opened) await tool.close();
}

/** @param opened what is to be closed, in that order */
async function assemble(
  opened: Closable[],
  sources: ConfigSources,
  embedderOf: typeof openEmbedder,
  captionerOf: typeof openCaptioner,
  others: OpenOptions,
): Promise<Library> {
  const keep = <Tool extends Closable>(tool: Tool): Tool => {
    opened.unshift(tool);
    return tool;
  };
  let settings = loadSettings(sources);
  refuseWhatIsNotThereYet(settings);
  refuseHalfRestored(settings.dataFolder);
  const hearing = new Set<(notice: string) => void>();
  const tell = (notice: string): void => {
    for (const hear of hearing) hear(notice);
  };
  const store = keep(await openStore(settings.database, others));
  const embedder = keep(await openOrAbsent(() => embedderOf(settings, tell), absentEmbedder));
  // A change of the vocabulary that was killed half-way is finished before anything is done by either half.
  const early: string[] = [];
  if (await finishVocabularyChanges({ store, settings }, (notice) => early.push(notice))) {
    settings = loadSettings(sources);
  }
  const { workers } = settings.runtime;
  let reading: Reading = store;
  const once = <Tool extends Closable>(make: () => Tool): (() => Promise<Tool>) => {
    let made: Tool | null = null;
    return async () => {
      made ??= keep(make());
      return made;
    };
  };
  const { places } = settings;
  const reader = keep(
    placedReader(others.reader?.() ?? createExiftoolReader({ processes: workers }), places),
  );
  const earlier = new Map<string, Promise<Embedder | null>>();
  const indexes = new Map<string, PackedVectorIndex>();
  const captioner = await openOrAbsent<Captioner | null>(
    () => captionerOf(settings),
    () => null,
  );
  if (captioner !== null) keep(captioner);
  const detector = keep(
    await openOrAbsent(() => (others.detector ?? openDetector)(settings), absentDetector),
  );
  const clusterer = keep(clusterThreads(workers));
  const hasher: () => Promise<FileHasher> = once(() =>
    placedHasher(others.hasher?.() ?? createFileHasher({ workers }), places),
  );
  const sidecarWriter = once(() => {
    const writer = new XmpSidecarWriter({
      mirrorRoot: places.toLocal(settings.xmp.sidecar_root),
      writesAtOnce: settings.xmp.write_concurrency,
    });
    return placedWriter(writer, places);
  });
  const maker = once(() => {
    const own = () =>
      new SharpProxyMaker({
        maxSizePx: settings.proxy.max_size,
        jpegQuality: settings.proxy.jpeg_quality,
        concurrency: workers,
        tempFolder: temporaryFolder(settings.proxy.cache_dir),
      });
    return placedMaker(others.maker?.() ?? own(), places);
  });
  const { vocabulary, heuristics } = settings;
  const settling = { rules: tagRulesOf(vocabulary), studio: heuristics.studio_black_vs_night };
  const absent = absenceOf(embedder);
  const space = absent === null ? embedder.id : await spaceWithLabels(store);
  let saidSo = false;
  const labels = async (): Promise<LabelSet | null> => {
    if (absent !== null && !saidSo) tell(noFreshLabels(absent, space));
    saidSo = true;
    return space === null
      ? null
      : refreshLabels({ store, space, embedder: absent === null ? embedder : null, vocabulary });
  };
  const atlas = placeAtlas(vocabulary);
  /** Where the model is at hand, and has seen enough of the library. */
  const withLabels = async <Made>(make: (set: LabelSet) => Promise<Made>): Promise<Made | null> => {
    const set = absent === null ? await labels() : null;
    return set === null ? null : make(set);
  };
  const wordScorer = () => withLabels((set) => createWordScorer({ store, embedder, vocabulary, set }));
  const landmarks = () => withLabels((set) => createLandmarkJudge({ store, embedder, atlas, set }));
  const taggersOf = (layer: TagLayer) =>
    localTaggers(vocabulary, heuristics, detector.id, landmarks).filter((tagger) => tagger.layer === layer);
  const cacheFolder = settings.proxy.cache_dir;
  const proxies = proxyFilesOf(settings, store);
  const cloud = cloudTools(settings, store, { peopleBase: () => peopleBaseOf(detector.id), tell, proxies });

  let queue: Promise<Queue> | null = null;
  const stages: Record<StageName, (consent: VisionConsent | null, roots: readonly string[]) => AnyStage> = {
    scan: (_, roots) =>
      scanStage({
        store,
        hasher,
        roots,
        index: settings.index,
        naming: settings.xmp.naming,
        ownFolders: [settings.dataFolder, cacheFolder, places.toLocal(settings.xmp.sidecar_root)],
        toLocal: places.toLocal,
      }),
    metadata: () => metadataStage({ store, reader, workers }),
    dates: () =>
      datesStage({
        store,
        base: settings.date_resolver,
        options: {
          weights: settings.date_resolver.weights,
          saneRange: saneRange(settings.date_resolver.sane_range, Date.now()),
          outlierDays: settings.date_resolver.outlier_days,
          fileZoneOffsetMinutes: (utcMillis) => -new Date(utcMillis).getTimezoneOffset(),
        },
      }),
    proxies: () => proxiesStage({ store, maker: keepingMaker(maker, proxies), proxy: settings.proxy }),
    embeddings: () =>
      embeddingsStage({
        store,
        embedder: fetchingEmbedder(embedder, proxies),
        batchSize: settings.embeddings.batch_size,
        cacheFolder,
      }),
    clusters: () =>
      clustersStage({
        store,
        clusterWindow: clusterer.clusterWindow,
        clustering: settings.clustering,
        model: embedder.id,
        dimensions: embedder.dimensions,
      }),
    people: () =>
      peopleStage({
        store,
        detector: fetchingDetector(detector, proxies),
        measureScene: fetchingScene(others.measureScene ?? measurePersonScene, proxies),
        batchSize: settings.embeddings.batch_size,
        cacheFolder,
      }),
    captions: () =>
      captionsStage({
        store,
        captioner: fetchingCaptioner(captioner, proxies),
        cacheFolder,
        idle: `No captioner was pulled, so that no photo is described. ${PULL_CAPTIONER}`,
      }),
    'ck-tags': () =>
      tagsStage({
        store,
        name: 'ck-tags',
        layer: 'CK',
        taggers: [...taggersOf('CK'), scoredTagger(labels)],
        vectorsOf: space ?? undefined,
        most: settings.ck_tagging.max_ck_tags,
        base: [vocabulary, heuristics],
        ...settling,
      }),
    vision: (consent) => visionStage(cloud, consent),
    'ai-tags': () =>
      tagsStage({
        store,
        name: 'ai-tags',
        layer: 'AI',
        taggers: [
          ...taggersOf('AI'),
          scoredTagger(labels, 'AI'),
          captionsTagger({ parser: createWinkParser(), vocabulary, scorer: wordScorer, landmarks }),
          visionTagger(atlas),
        ],
        vectorsOf: space ?? undefined,
        cloudSeesPeopleSets: settings.people_policy.allow_openai_on_people_sets,
        most: settings.ai_tagging.max_ai_tags,
        controlled: controlledWords([...vocabulary.terms, ...atlas]),
        base: [vocabulary, heuristics],
        ...settling,
      }),
  };
  return {
    settings,
    store,
    get reading() {
      return reading;
    },
    readBeside() {
      // Postgres works elsewhere, and keeps no thread of ours busy.
      if (settings.database.kind === 'postgres' || reading !== store) return;
      reading = keep(readingThread(settings.database.reveal())).reading;
    },
    get embedderId() {
      return embedder.id;
    },
    stageOf: (name, consent = null, roots = settings.roots) => stages[name](consent, roots),
    isShared: settings.database.kind === 'postgres',
    queue() {
      queue ??= openQueue(settings.database, store).then(keep, (error: unknown) => {
        // Where the database was away, it may be back at the next call.
        queue = null;
        throw error;
      });
      return queue;
    },
    cloud,
    proxies,
    thumbnail: async (sha1, longEdgePx) => thumbnailOf(await proxies.show(sha1), longEdgePx),
    smallPicture: async (sha1, longEdgePx) =>
      (await smallJpeg(await proxies.show(sha1), longEdgePx))?.data ?? null,
    async embedderOf(model) {
      if (model === embedder.id) return embedder;
      const known =
        earlier.get(model) ?? openEarlier(model, settings).then((opened) => opened && keep(opened));
      earlier.set(model, known);
      return known;
    },
    vectorIndex(model) {
      const index =
        indexes.get(model) ??
        new PackedVectorIndex({ store: store.vectors, model, folder: join(settings.dataFolder, 'vectors') });
      indexes.set(model, index);
      return index;
    },
    proxyMaker: maker,
    sidecarWriter,
    onNotice(hear) {
      for (const notice of early.splice(0)) hear(notice);
      hearing.add(hear);
      return () => hearing.delete(hear);
    },
    async close() {
      await closeAll(opened);
    },
  };
}

/** Why an embedder is only a stand-in; null where it is one. */
function absenceOf(embedder: Embedder): PhotoTagError | null {
  try {
    void embedder.id;
    return null;
  } catch (error) {
    if (error instanceof PhotoTagError && error.code === 'MODEL_MISSING') return error;
    throw error;
  }
}

const noFreshLabels = (reason: PhotoTagError, space: string | null): string =>
  space === null
    ? `No tags by how pictures look: ${reason.message}`
    : `Tags by how pictures look are scored as they last were, and not for new words and decisions: ${reason.message}`;

/** A setting that this version cannot honour is refused, never quietly ignored. */
function refuseWhatIsNotThereYet({ embeddings, ocr, configFile }: Settings): void {
  const refuse = (problem: string, remedy: string): never => {
    throw new PhotoTagError('CONFIG_INVALID', problem, { file: configFile ?? undefined, remedy });
  };
  if (embeddings.model === 'embedded' && embeddings.device === 'cuda') {
    refuse('embeddings.device: the embedded model runs on the CPU', 'Use auto or cpu.');
  }
  if (embeddings.model === 'embedded' && embeddings.precision !== 'auto') {
    refuse('embeddings.precision: the embedded model has one precision only', 'Use auto.');
  }
  if (ocr.enable) refuse('ocr.enable: reading text is not available in this version', 'Set it to false.');
}

/** Renders the sample library below `folder` unless it is there; the folder with its photos. */
export async function renderSamples(
  folder: string,
  onProgress: (done: number, total: number) => void,
): Promise<string> {
  const photos = join(folder, 'photos');
  await renderSampleLibrary(photos, { seed: 1, onProgress: ({ done, total }) => onProgress(done, total) });
  return photos;
}
