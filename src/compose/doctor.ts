import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Check, examine, type ToolProbe } from '../app/doctor.ts';
import { expectedRate, rateInWords } from '../app/expected-rate.ts';
import { labelChecks } from '../app/labels/label-checks.ts';
import { listLabels } from '../app/labels/list-labels.ts';
import { operationChecks } from '../app/operations/operation-checks.ts';
import { workerChecks } from '../app/queued/worker-checks.ts';
import { ruleChecks } from '../app/rules/rule-checks.ts';
import { openLibrary } from '../compose.ts';
import { type ConfigSources, loadSettings, type Settings } from '../config/load.ts';
import { PhotoTagError } from '../domain/errors.ts';
import { writeStandInProxy } from '../imaging/stand-in-proxy.ts';
import { createExiftoolReader } from '../metadata/exiftool-reader.ts';
import { CATALOG } from '../models/catalog/index.ts';
import { EMBEDDED_ID } from '../models/embedded/embedder.ts';
import { loadTrunk } from '../models/embedded/trunk.ts';
import { presentCaptioner } from '../models/florence2/captioner-network.ts';
import { INSTALL_TRANSFORMERS, loadTransformers } from '../models/florence2/transformers-package.ts';
import { loadFaceNetwork } from '../models/onnx-detector/face-network.ts';
import { loadObjectFinder } from '../models/onnx-detector/object-finder.ts';
import { hasLibrary, openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { openRowProducts } from '../threads/row-products.ts';
import { chooseDetectorNetworks, PULL_CAPTIONER } from './detectors.ts';
import { openEmbedder } from './embedders.ts';
import { modelStoreOf } from './model-store.ts';
import { proxyFilesOf } from './proxies.ts';
import { openQueue } from './queue.ts';
import { visionProbe } from './vision.ts';

/** What `doctor` says of this machine. */
export async function examineMachine(sources: ConfigSources, isQuick: boolean): Promise<Check[]> {
  const settings = loadSettings(sources);
  const checks = await examine(
    settings,
    isQuick
      ? [visionProbe(settings)]
      : [...TOOLS, ...networkProbes(settings), visionProbe(settings), ...bucketProbes(settings)],
    modelStoreOf(settings),
    isQuick ? [] : [embeddingsProbe(sources, settings)],
  );
  return [...checks, ...(await operationChecks(settings, new Date())), ...(await checksOfLibrary(settings))];
}

async function checksOfWorkers(store: Store, settings: Settings): Promise<Check[]> {
  const { database } = settings;
  if (database.kind !== 'postgres') return [];
  const queue = await openQueue(database, store);
  try {
    return await workerChecks({ store, settings, isShared: true, queue: async () => queue });
  } finally {
    await queue.close();
  }
}

/** Where the library is kept and by what, and what its labels and rules lack. */
async function checksOfLibrary(settings: Settings): Promise<Check[]> {
  const { database } = settings;
  const what = 'library';
  if (!(await hasLibrary(database))) {
    return [{ what, state: 'ok', finding: `none yet: the first run makes ${database}`, remedy: '' }];
  }
  const store = await openOrProblem(database);
  if (store instanceof PhotoTagError) {
    return [{ what, state: 'missing', finding: store.message, remedy: store.remedy }];
  }
  try {
    const { address, engine, vectors } = await store.describe();
    const means =
      database.kind === 'postgres'
        ? 'Several machines may share it. Searches by looks use an index of this program, with pgvector or without; with it, other programs may search the vectors as well.'
        : '';
    return [
      { what, state: 'ok', finding: `${engine} at ${address}; vectors as ${vectors}`, remedy: means },
      ...labelChecks(await listLabels({ store, settings })),
      ...(await ruleChecks(store)),
      ...(await checksOfWorkers(store, settings)),
    ];
  } finally {
    await store.close();
  }
}

async function isUsable(database: Settings['database']): Promise<boolean> {
  if (!(await hasLibrary(database))) return false;
  const store = await openOrProblem(database);
  if (store instanceof PhotoTagError) return false;
  await store.close();
  return true;
}

async function openOrProblem(database: Settings['database']): Promise<Store | PhotoTagError> {
  try {
    return await openStore(database);
  } catch (error) {
    if (error instanceof PhotoTagError) return error;
    throw error;
  }
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

/** Whether the bucket of proxies can be written and read; of no library without one. */
function bucketProbes(settings: Settings): ToolProbe[] {
  const { bucket, bucket_endpoint: endpoint } = settings.proxy;
  if (bucket === '') return [];
  return [
    {
      what: 'bucket of proxies',
      absent: 'missing',
      remedy:
        'docs/bucket.md says what it takes. Without proxy.bucket proxies are kept in their folder alone.',
      async probe() {
        await proxyFilesOf(settings, null).tryOut();
        return `${bucket}${endpoint === '' ? '' : ` at ${new URL(endpoint).host}`}: can be listed, written, read and removed from${endpoint.startsWith('http:') ? '; over http, so that everybody on the way sees the pictures' : ''}`;
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
      // That the database cannot be used is said of the library.
      const library = (await isUsable(settings.database)) ? await openLibrary(sources) : null;
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
