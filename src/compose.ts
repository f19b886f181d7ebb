import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proxyPath } from './algorithms/proxy-path.ts';
import { saneRange } from './algorithms/sane-range.ts';
import { isLoopback } from './algorithms/vision/allowed-host.ts';
import { NANO_USD } from './algorithms/vision/call-cost.ts';
import { pictureForm } from './algorithms/vision/image-tokens.ts';
import { visionPrompt } from './algorithms/vision/prompt.ts';
import { controlledWords } from './algorithms/words/controlled-words.ts';
import { type Check, examine, type ToolProbe } from './app/doctor.ts';
import { expectedRate, rateInWords } from './app/expected-rate.ts';
import { labelChecks } from './app/labels/label-checks.ts';
import { listLabels } from './app/labels/list-labels.ts';
import type { Library } from './app/library.ts';
import { ruleChecks } from './app/rules/rule-checks.ts';
import { temporaryFolder } from './app/run.ts';
import { visionProblems } from './app/vision/estimate.ts';
import { finishVocabularyChanges } from './app/vocabulary/finish-changes.ts';
import { type ConfigSources, loadSettings, type Settings } from './config/load.ts';
import { priceOf } from './config/model-prices.ts';
import { PhotoTagError } from './domain/errors.ts';
import { type ModelEntry, modelLabel, PRECISIONS } from './domain/model.ts';
import type { StageName } from './domain/stage-name.ts';
import type { TagLayer } from './domain/tag.ts';
import type { VisionConsent } from './domain/vision.ts';
import { EgressCsv } from './export/egress-csv.ts';
import { measurePersonScene } from './imaging/measure-person-scene.ts';
import { sharpCloudCopies } from './imaging/sharp-cloud-copy.ts';
import { SharpProxyMaker } from './imaging/sharp-proxy-maker.ts';
import { writeStandInProxy } from './imaging/stand-in-proxy.ts';
import { smallJpeg, thumbnailOf } from './imaging/thumbnail.ts';
import { createExiftoolReader } from './metadata/exiftool-reader.ts';
import type { FileHasher } from './metadata/file-hasher.ts';
import { createFileHasher } from './metadata/hash-files.ts';
import { XmpSidecarWriter } from './metadata/xmp-sidecar-writer.ts';
import { absentDetector, absentEmbedder, openOrAbsent } from './models/absent-model.ts';
import type { Captioner } from './models/captioner.ts';
import { CATALOG, findModel } from './models/catalog/index.ts';
import type { Detector } from './models/detector.ts';
import { createEmbeddedDetector } from './models/embedded/detector.ts';
import { createEmbeddedEmbedder, EMBEDDED_ID } from './models/embedded/embedder.ts';
import { loadTrunk } from './models/embedded/trunk.ts';
import type { Embedder } from './models/embedder.ts';
import { createFlorence2Captioner } from './models/florence2/captioner.ts';
import { presentCaptioner } from './models/florence2/captioner-network.ts';
import { INSTALL_TRANSFORMERS, loadTransformers } from './models/florence2/transformers-package.ts';
import type { ModelStore } from './models/model-store.ts';
import { createOnnxEmbedder } from './models/onnx/embedder.ts';
import { chooseNetwork, type NetworkChoice } from './models/onnx-detector/choose-network.ts';
import { createOnnxDetector } from './models/onnx-detector/detector.ts';
import { loadFaceNetwork } from './models/onnx-detector/face-network.ts';
import { loadObjectFinder } from './models/onnx-detector/object-finder.ts';
import type { DetectorNetworks } from './models/onnx-detector/picture-detector.ts';
import { HubModelStore } from './models/pull/hub-model-store.ts';
import { createWinkParser } from './models/wink/phrase-parser.ts';
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
import type { CloudTools } from './stages/vision/tools.ts';
import type { LabelSet } from './store/label-store.ts';
import { openSqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';
import { captionsTagger } from './taggers/captions.ts';
import { localTaggers } from './taggers/index.ts';
import { placeAtlas } from './taggers/place-atlas.ts';
import { scoredTagger } from './taggers/scored.ts';
import { visionTagger } from './taggers/vision.ts';
import { clusterThreads } from './threads/cluster-threads.ts';
import { openRowProducts } from './threads/row-products.ts';
import { PackedVectorIndex } from './vectors/packed-index.ts';

interface Closable {
  close(): Promise<void>;
}

/**
 * Opens the library of a configuration. The only place that names implementations.
 * @param embedderOf for tests: another embedder than the configuration names
 * @param captionerOf for tests: another captioner than the one that was pulled
 */
export async function openLibrary(
  sources: ConfigSources,
  embedderOf = openEmbedder,
  captionerOf = openCaptioner,
): Promise<Library> {
  let settings = loadSettings(sources);
  refuseWhatIsNotThereYet(settings);
  const hearing = new Set<(notice: string) => void>();
  const tell = (notice: string): void => {
    for (const hear of hearing) hear(notice);
  };
  const embedder = await openOrAbsent(() => embedderOf(settings, tell), absentEmbedder);
  const store = await openSqliteStore(settings.runtime.cache_db);
  // A change of the vocabulary that was killed half-way is finished before anything is done by either half.
  const early: string[] = [];
  if (await finishVocabularyChanges(store, settings.dataFolder, (notice) => early.push(notice))) {
    settings = loadSettings(sources);
  }
  const opened: Closable[] = [store];
  const keep = <Tool extends Closable>(tool: Tool): Tool => {
    opened.unshift(tool);
    return tool;
  };
  const { workers } = settings.runtime;
  const once = <Tool extends Closable>(make: () => Tool): (() => Promise<Tool>) => {
    let made: Tool | null = null;
    return async () => {
      made ??= keep(make());
      return made;
    };
  };
  const reader = keep(createExiftoolReader({ processes: workers }));
  keep(embedder);
  const earlier = new Map<string, Promise<Embedder | null>>();
  const indexes = new Map<string, PackedVectorIndex>();
  const captioner = await openOrAbsent<Captioner | null>(
    () => captionerOf(settings),
    () => null,
  );
  if (captioner !== null) keep(captioner);
  const detector = keep(await openOrAbsent(() => openDetector(settings), absentDetector));
  const clusterer = keep(clusterThreads(workers));
  const hasher: () => Promise<FileHasher> = once(() => createFileHasher({ workers }));
  const sidecarWriter = once(
    () =>
      new XmpSidecarWriter({
        mirrorRoot: settings.xmp.sidecar_root,
        writesAtOnce: settings.xmp.write_concurrency,
      }),
  );
  const maker = once(
    () =>
      new SharpProxyMaker({
        maxSizePx: settings.proxy.max_size,
        jpegQuality: settings.proxy.jpeg_quality,
        concurrency: workers,
        tempFolder: temporaryFolder(settings.proxy.cache_dir),
      }),
  );
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
  const cloud = cloudTools(settings, store, { peopleBase: () => peopleBaseOf(detector.id), tell });

  const stages: Record<StageName, (consent: VisionConsent | null) => AnyStage> = {
    scan: () =>
      scanStage({
        store,
        hasher,
        roots: settings.roots,
        index: settings.index,
        naming: settings.xmp.naming,
        ownFolders: [settings.dataFolder, cacheFolder, settings.xmp.sidecar_root],
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
    proxies: () => proxiesStage({ store, maker, proxy: settings.proxy }),
    embeddings: () =>
      embeddingsStage({ store, embedder, batchSize: settings.embeddings.batch_size, cacheFolder }),
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
        detector,
        measureScene: measurePersonScene,
        batchSize: settings.embeddings.batch_size,
        cacheFolder,
      }),
    captions: () =>
      captionsStage({
        store,
        captioner,
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
    get embedderId() {
      return embedder.id;
    },
    stageOf: (name, consent = null) => stages[name](consent),
    cloud,
    thumbnail: (sha1, longEdgePx) => thumbnailOf(proxyPath(cacheFolder, sha1), longEdgePx),
    proxyFile: (sha1) => proxyPath(cacheFolder, sha1),
    smallPicture: async (sha1, longEdgePx) =>
      (await smallJpeg(proxyPath(cacheFolder, sha1), longEdgePx))?.data ?? null,
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
      for (const tool of opened) await tool.close();
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

/** Which vision service, at what price, with which key: the environment is read here and nowhere else. */
function cloudTerms({ ai_tagging: ai, people_policy }: Settings) {
  const host = URL.canParse(ai.base_url) ? new URL(ai.base_url).hostname : '';
  return {
    key: process.env.OPENAI_API_KEY?.trim() || null,
    price: priceOf(ai.openai_model, ai.prices, {
      isLocal: isLoopback(host),
      mostOutputTokens: ai.max_output_tokens,
    }),
    settings: {
      isOn: ai.use_openai_vision,
      allowPeopleSets: people_policy.allow_openai_on_people_sets,
      allowHosts: ai.allow_hosts,
      baseUrl: ai.base_url,
      model: ai.openai_model,
    },
  };
}

/** Whether the vision service of a configuration could be asked; nothing is asked. */
function visionProbe(settings: Settings): ToolProbe {
  return {
    what: 'vision service',
    absent: 'optional',
    remedy: 'docs/vision.md says what it takes. Without it photos get their tags on this machine.',
    async probe() {
      const { key, price, settings: cloud } = cloudTerms(settings);
      const problems = visionProblems({ price, hasKey: key !== null, settings: cloud });
      if (problems.length > 0) throw new Error(problems.join('; '));
      return `${new URL(cloud.baseUrl).host}, ${cloud.model}: asked with --vision alone`;
    },
  };
}

/** What it takes to ask the vision service of a configuration. The client is loaded when it is first needed. */
function cloudTools(
  settings: Settings,
  store: Store,
  { peopleBase, tell }: { peopleBase: () => string; tell: (notice: string) => void },
): CloudTools {
  const { ai_tagging: ai } = settings;
  const terms = cloudTerms(settings);
  const { price, key } = terms;
  const form = pictureForm(price?.image ?? { kind: 'free' }, ai.image_edge);
  let vision: ReturnType<CloudTools['vision']> | null = null;
  const open: CloudTools['vision'] = async () => {
    const { createOpenAiVision } = await import('./models/openai-vision/vision.ts');
    return createOpenAiVision({
      baseUrl: ai.base_url,
      model: ai.openai_model,
      key,
      prompt: visionPrompt({
        mostTags: ai.max_ai_tags,
        cities: settings.vocabulary.cities.map(({ name }) => name),
      }),
      detail: form.detail,
      mostTags: ai.max_ai_tags,
      mostOutputTokens: price?.mostOutputTokens ?? ai.max_output_tokens,
      attempts: ai.attempts,
      silenceMillis: ai.timeout_seconds * 1000,
      concurrency: ai.concurrency,
      requestsPerMinute: ai.requests_per_minute,
      tokensPerMinute: ai.tokens_per_minute,
    });
  };
  return {
    store,
    vision: () => {
      vision ??= open();
      return vision;
    },
    copies: sharpCloudCopies(),
    log: new EgressCsv(join(settings.dataFolder, 'egress.csv')),
    settings: terms.settings,
    hasKey: key !== null,
    price,
    form,
    budgetNanoUsd: Math.floor(ai.budget_usd * NANO_USD),
    concurrency: ai.concurrency,
    peopleBase() {
      try {
        return peopleBase();
      } catch {
        // No detector: nobody was looked at.
        return null;
      }
    },
    cacheFolder: settings.proxy.cache_dir,
    tell,
  };
}

/** Networks that were pulled take over from the embedded ones, objects and faces each by themselves. */
function openDetector(settings: Settings): Detector {
  const { workers } = settings.runtime;
  const networks = chooseDetectorNetworks(settings);
  return networks.objects === null && networks.faces === null
    ? createEmbeddedDetector({ workers })
    : createOnnxDetector({ ...networks, workers });
}

function chooseDetectorNetworks({ models, people_policy }: Settings): DetectorNetworks {
  const choose = (kind: NetworkChoice['kind'], setting: 'detector' | 'face_detector') =>
    chooseNetwork(
      { kind, setting: `people_policy.${setting}`, wanted: people_policy[setting] },
      CATALOG,
      models.dir,
    );
  return {
    objects: choose('object-detector', 'detector'),
    faces: choose('face-detector', 'face_detector'),
  };
}

/**
 * The captioner, if its weights were pulled; its package and weights load with the first picture.
 * @throws PhotoTagError MODEL_MISSING where no captioner was pulled
 */
export function openCaptioner({ models, ocr, runtime }: Settings): Captioner {
  const network = presentCaptioner(CATALOG, models.dir);
  if (network === null) {
    throw new PhotoTagError('MODEL_MISSING', `No captioner is in ${models.dir}.`, { remedy: PULL_CAPTIONER });
  }
  return createFlorence2Captioner({ ...network, readsText: ocr.enable, threads: runtime.workers });
}

const PULL_CAPTIONER =
  'Run `photo-tag models pull Florence-2-base-ft`: it describes pictures in a sentence, on this machine.';

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

/**
 * The embedder that the configuration names. Nothing is loaded before its first picture or text.
 * @throws PhotoTagError MODEL_MISSING where its files are not there
 */
export async function openEmbedder(
  settings: Settings,
  onNotice: (notice: string) => void,
): Promise<Embedder> {
  const { embeddings, runtime } = settings;
  if (embeddings.model === 'embedded') return createEmbeddedEmbedder({ workers: runtime.workers });
  const entry = entryOf(settings);
  return createOnnxEmbedder({ ...onnxOptions(settings), entry, precision: embeddings.precision, onNotice });
}

/** What all embedders of ONNX networks of a configuration have in common. */
function onnxOptions({ embeddings, runtime, models, dataFolder }: Settings) {
  return {
    modelsDir: models.dir,
    device: embeddings.device,
    batchSize: embeddings.batch_size,
    workers: runtime.workers,
    textFolder: join(dataFolder, 'text-vectors'),
  };
}

/** The embedder that made vectors of that id, while a change of model is under way; null where its files are gone. */
async function openEarlier(model: string, settings: Settings): Promise<Embedder | null> {
  if (model === EMBEDDED_ID) return createEmbeddedEmbedder({ workers: settings.runtime.workers });
  const entry = CATALOG.find(
    (one) => one.kind === 'embedder' && model.startsWith(`onnx/${modelLabel(one)}/`),
  );
  const precision = PRECISIONS.find((one) => model.includes(`/${one}/`));
  if (entry === undefined || precision === undefined) return null;
  const open = () => createOnnxEmbedder({ ...onnxOptions(settings), entry, precision });
  const opened = await openOrAbsent<Embedder | null>(open, () => null);
  if (opened === null || opened.id === model) return opened;
  await opened.close();
  return null;
}

function entryOf({ embeddings: { model, pretrained }, configFile }: Settings): ModelEntry {
  const entry = findModel(model, pretrained);
  if (entry?.kind === 'embedder') return entry;
  const known = CATALOG.filter(({ kind }) => kind === 'embedder').map(
    (one) => `${one.name}/${one.pretrained}`,
  );
  throw new PhotoTagError('CONFIG_INVALID', `embeddings.model: no network ${model}/${pretrained} is known`, {
    file: configFile ?? undefined,
    remedy: `Use embedded, or one of ${known.join(', ')} (embeddings.model / embeddings.pretrained).`,
  });
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

/** What `doctor` says of this machine. */
export async function examineMachine(sources: ConfigSources): Promise<Check[]> {
  const settings = loadSettings(sources);
  const checks = await examine(
    settings,
    [...TOOLS, ...networkProbes(settings), visionProbe(settings)],
    modelStoreOf(settings),
    [embeddingsProbe(sources, settings)],
  );
  return [...checks, ...(await checksOfLabels(settings))];
}

/** None where there is no library yet, or its database cannot be used: that is said elsewhere. */
async function checksOfLabels(settings: Settings): Promise<Check[]> {
  if (!existsSync(settings.runtime.cache_db)) return [];
  const store = await openSqliteStore(settings.runtime.cache_db);
  try {
    return [...labelChecks(await listLabels({ store, settings })), ...(await ruleChecks(store))];
  } finally {
    await store.close();
  }
}

/** The networks of a configuration, for `photo-tag models`; no library is opened. */
export function openModels(sources: ConfigSources): { settings: Settings; store: ModelStore } {
  const settings = loadSettings(sources);
  return { settings, store: modelStoreOf(settings) };
}

function modelStoreOf({ models: { dir, mirror } }: Settings): ModelStore {
  return new HubModelStore({ folder: dir, mirror, token: process.env.HF_TOKEN });
}

/** Networks that were pulled: whether they load, and what they would add where they are not there. */
function networkProbes(settings: Settings): ToolProbe[] {
  return [
    {
      what: 'people detector',
      absent: 'missing',
      remedy:
        'Pull the network again, or set people_policy.detector and people_policy.face_detector to embedded.',
      async probe() {
        const networks = chooseDetectorNetworks(settings);
        if (networks.objects !== null) await loadObjectFinder(networks.objects);
        if (networks.faces !== null) await loadFaceNetwork(networks.faces);
        const { objects, faces } = networks;
        return `${objects?.label ?? 'embedded'} for people and objects, ${faces?.label ?? 'embedded'} for faces`;
      },
    },
    {
      what: 'captioner',
      absent: 'optional',
      remedy: `${PULL_CAPTIONER} It also wants a package: ${INSTALL_TRANSFORMERS}`,
      async probe() {
        const network = presentCaptioner(CATALOG, settings.models.dir);
        if (network === null) throw new Error('not pulled: photos get no sentences');
        const { env } = await loadTransformers();
        return `${network.label} ${network.precision}, transformers.js ${env.version}`;
      },
    },
  ];
}

/** Runs the embedder of the configuration for some seconds on proxies of this library. */
function embeddingsProbe(sources: ConfigSources, settings: Settings): ToolProbe {
  const { model, pretrained } = settings.embeddings;
  return {
    what: `embeddings (${model === 'embedded' ? model : `${model}/${pretrained}`})`,
    absent: 'missing',
    remedy: 'Run `npm ci` again.',
    async probe() {
      const hasLibrary = existsSync(settings.runtime.cache_db);
      const library = hasLibrary ? await openLibrary(sources) : null;
      const notices: string[] = [];
      const embedder = await openEmbedder(settings, (notice) => notices.push(notice));
      const folder = await mkdtemp(join(tmpdir(), 'photo-tag-doctor-'));
      try {
        const standIn = join(folder, 'proxy.jpg');
        await writeStandInProxy(standIn, settings.proxy.max_size);
        const where = (await embedder.whereItRuns?.()) ?? `on the CPU, ${settings.runtime.workers} threads`;
        const proxies = someProxies(settings.proxy.cache_dir);
        const rate = await expectedRate(embedder, proxies.length > 0 ? proxies : [standIn]);
        const due = (await library?.stageOf('embeddings').countDue()) ?? 0;
        return [`${where}: ${rateInWords(rate, due)}`, ...notices].join('. ');
      } finally {
        await embedder.close();
        await library?.close();
        await rm(folder, { recursive: true });
      }
    },
  };
}

/** One of each of the first folders of proxies, so that they are of different shoots. */
function someProxies(cacheFolder: string): string[] {
  if (!existsSync(cacheFolder)) return [];
  const folders = readdirSync(cacheFolder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
  );
  return folders.slice(0, 16).flatMap(({ name }) => {
    const jpeg = readdirSync(join(cacheFolder, name)).find((file) => file.endsWith('.jpg'));
    return jpeg === undefined ? [] : [join(cacheFolder, name, jpeg)];
  });
}

const TOOLS: readonly ToolProbe[] = [
  {
    what: 'exiftool (bundled)',
    absent: 'missing',
    remedy: 'Run `npm ci` again, and check that perl is installed.',
    async probe() {
      const reader = createExiftoolReader({ processes: 1 });
      await reader.close();
      return reader.id;
    },
  },
  {
    what: 'image decoder (sharp)',
    absent: 'missing',
    remedy: 'Run `npm ci` again: the package for this platform is missing.',
    async probe() {
      const { default: sharp } = await import('sharp');
      return `libvips ${sharp.versions.vips}`;
    },
  },
  {
    what: 'embedded models',
    absent: 'missing',
    remedy: 'Run `npm ci` again: the packages of the embedded models are incomplete.',
    async probe() {
      await loadTrunk();
      return EMBEDDED_ID;
    },
  },
  {
    what: 'onnxruntime',
    absent: 'optional',
    remedy:
      'Run `npm ci` again. It has no binary for every system and processor; clusters are the same without it, only later.',
    async probe() {
      const { slowBecause } = await openRowProducts(1);
      if (slowBecause !== null) {
        throw new Error(
          `does not load (${slowBecause}): clustering runs on plain loops, some 30 times slower`,
        );
      }
      const { env } = await import('onnxruntime-node');
      return `${env.versions.node ?? 'version unknown'}, clustering runs on its matrix products`;
    },
  },
];
