import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findPeople } from '../src/algorithms/people-set.ts';
import { seededRandom } from '../src/algorithms/seeded-random.ts';
import type { DetectedObject, Detections, PeopleFinding } from '../src/domain/detection.ts';
import { SharpProxyMaker } from '../src/imaging/sharp-proxy-maker.ts';
import type { Detector } from '../src/models/detector.ts';
import { createEmbeddedDetector } from '../src/models/embedded/detector.ts';
import { createEmbeddedEmbedder } from '../src/models/embedded/embedder.ts';
import { createOnnxDetector } from '../src/models/onnx-detector/detector.ts';
import { sharedPath } from '../test/shared.ts';
import { drawn } from './labelled-photos.ts';
import { type PeopleTruth, peopleTruthOf } from './people-truth.ts';
import { blackAndWhite, darkened, withoutHead } from './people-variants.ts';
import { type BenchGoal, type BenchReport, thisMachine } from './report.ts';

const SETS = [
  { set: 'people', folder: 'photos/people' },
  { set: 'labelled', folder: 'photos/labelled' },
  { set: 'unsplash', folder: 'clip/unsplash/images' },
];
const WORKERS = 2;
/** Photos on which looking for objects too is timed, and photos without persons that are made black and white. */
const SAMPLE = 40;

interface Photo {
  readonly set: string;
  readonly name: string;
  readonly truth: PeopleTruth;
  readonly jpeg: string;
  readonly darkRatio: number;
  readonly objects: readonly DetectedObject[];
}

interface Judged extends Photo {
  readonly seen: Detections;
  readonly finding: PeopleFinding;
}

const YOLOX_NANO = {
  label: 'YOLOX-Nano',
  path: sharedPath('models/yolox_nano.onnx'),
  facts: { family: 'yolox', inputPx: 416 },
} as const;
const YUNET = {
  label: 'YuNet',
  path: sharedPath('models/yunet_n_640_640.onnx'),
  facts: { family: 'yunet', inputPx: 640 },
} as const;

/** The first one's faces say where heads are cut off, for all. */
const DETECTORS: Record<string, () => Detector> = {
  embedded: () => createEmbeddedDetector({ workers: WORKERS }),
  'YOLOX-Nano + YuNet': () => createOnnxDetector({ objects: YOLOX_NANO, faces: YUNET, workers: WORKERS }),
};

/**
 * Who is found and who is missed by the embedded detector, and by small networks of the catalogue, with the people
 * rule, the way the pipeline runs them: proxies, objects from the embedder's pass, detections, verdict. Truth:
 * bench/people-truth.ts. Then the same in black and white, darkened, and with the heads cut off.
 * @param options size: at most so many photos of each of the three sets (all 24, 333 and 125 by default)
 */
export async function run({ seed, size }: { seed: number; size?: number }): Promise<BenchReport> {
  const needed = [...SETS.map(({ folder: of }) => sharedPath(of)), YOLOX_NANO.path, YUNET.path];
  if (!needed.every((path) => existsSync(path))) return missing();
  const folder = await mkdtemp(join(tmpdir(), 'photo-tag-bench-people-'));
  const detectors = Object.entries(DETECTORS).map(([name, open]) => ({ name, detector: open() }));
  try {
    const random = seededRandom(seed);
    const photos = await prepare(folder, size ?? Number.POSITIVE_INFINITY, random);
    const sample = drawn(photos, Math.min(SAMPLE, photos.length), random);
    const nobody = new Set(
      drawn(
        photos.filter(({ truth }) => truth === 'nobody'),
        SAMPLE * 2,
        random,
      ),
    );
    const parts: Measured[] = [];
    let cutBy: readonly Judged[] | null = null;
    for (const { name, detector } of detectors) {
      const part = await measure({ name, detector, photos, sample, nobody, cutBy, folder });
      cutBy ??= part.originals;
      parts.push(part);
    }
    return {
      name: 'people',
      machine: thisMachine(),
      rows: [
        ...parts.flatMap(({ counts }) => counts),
        ...parts.flatMap(({ missed }) => missed),
        ...parts.flatMap(({ speeds }) => speeds),
      ],
      goals: parts.flatMap(({ goals: ofPart }) => ofPart),
    };
  } finally {
    for (const { detector } of detectors) await detector.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly originals: readonly Judged[];
  readonly counts: Record<string, unknown>[];
  readonly missed: Record<string, unknown>[];
  readonly speeds: Record<string, unknown>[];
  readonly goals: BenchGoal[];
}

interface ToMeasure {
  readonly name: string;
  readonly detector: Detector;
  readonly photos: readonly Photo[];
  readonly sample: readonly Photo[];
  readonly nobody: ReadonlySet<Photo>;
  readonly cutBy: readonly Judged[] | null;
  readonly folder: string;
}

async function measure({
  name,
  detector,
  photos,
  sample,
  nobody,
  cutBy,
  folder,
}: ToMeasure): Promise<Measured> {
  const detect = async (inputs: readonly Photo[], isGiven = true): Promise<Judged[]> => {
    const results = await detector.detect(
      inputs.map(({ jpeg, objects }) => (isGiven ? { jpeg, objects } : { jpeg })),
    );
    return results.map((seen, i) => {
      if (seen instanceof Error) throw seen;
      const photo = inputs[i]!;
      return { ...photo, seen, finding: findPeople(seen, { darkRatio: photo.darkRatio }) };
    });
  };
  const residentBefore = process.memoryUsage().rss / 1e6;
  await detect(photos.slice(0, WORKERS)); // Loads the models.
  const given = await timed(() => detect(photos));
  const alone = await timed(() => detect(sample, false));
  const originals = given.result;

  const persons = (cutBy ?? originals).filter(({ truth }) => truth === 'person' || truth === 'limb');
  const nobodies = originals.filter((_, i) => nobody.has(photos[i]!));
  const variant = async (
    what: string,
    of: readonly Judged[],
    make: (photo: Judged) => Promise<Buffer | null>,
  ) => judgeVariant(what, of, make, folder, detect);
  const grey = await variant('black and white', [...persons, ...nobodies], ({ jpeg }) => blackAndWhite(jpeg));
  const dark = await variant('darkened to 0.22', persons, ({ jpeg }) => darkened(jpeg));
  const headless = await variant('head cut off', persons, ({ jpeg, seen }) => withoutHead(jpeg, seen));
  const headlessGrey = await variant('head cut off, black and white', headless, ({ jpeg }) =>
    blackAndWhite(jpeg),
  );
  const speed = (what: string, of: number, measured: Timed<unknown>) => ({
    detector: name,
    ...speedRow(what, of, measured),
  });
  return {
    originals,
    counts: [
      ...SETS.flatMap(({ set }) =>
        countRows(
          set,
          originals.filter((photo) => photo.set === set),
        ),
      ),
      ...countRows('all', originals),
      ...countRows('black and white', grey),
      ...countRows('darkened to 0.22', dark),
      ...countRows('head cut off', headless),
      ...countRows('head cut off, black and white', headlessGrey),
    ].map((row) => ({ detector: name, ...row })),
    missed: originals
      .filter(isMissed)
      .map((photo) => ({ detector: name, set: photo.set, truth: photo.truth, missed: photo.name })),
    speeds: [
      speed('seconds, objects given', photos.length, given),
      speed('seconds, objects looked for', sample.length, alone),
    ],
    goals: goals(
      originals,
      grey,
      headless,
      given.cpuSeconds / photos.length,
      given.megabytes - residentBefore,
    ).map((goal) => ({ ...goal, what: `${name}: ${goal.what}` })),
  };
}

/** Proxies and the objects that the embedder sees on them. */
async function prepare(folder: string, size: number, random: () => number): Promise<Photo[]> {
  const originals = SETS.flatMap(({ set, folder: from }) =>
    drawn(
      readdirSync(sharedPath(from))
        .filter((name) => /\.jpe?g$/i.test(name))
        .sort(),
      size,
      random,
    ).map((name) => ({
      set,
      name,
      original: join(sharedPath(from), name),
      jpeg: join(folder, `${set}-${name}.jpg`),
    })),
  );
  const maker = new SharpProxyMaker();
  const proxies = await maker.make(originals.map(({ original, jpeg }) => ({ original, target: jpeg })));
  await maker.close();
  const embedder = createEmbeddedEmbedder({ workers: WORKERS });
  const embeddings = await embedder.embedImages(originals.map(({ jpeg }) => jpeg));
  await embedder.close();
  return originals.map(({ set, name, jpeg }, i) => {
    const [proxy, embedding] = [proxies[i]!, embeddings[i]!];
    if (proxy instanceof Error) throw proxy;
    if (embedding instanceof Error) throw embedding;
    const truth = set === 'people' ? 'person' : peopleTruthOf(name);
    return {
      set,
      name,
      truth,
      jpeg,
      darkRatio: proxy.statistics.darkRatio,
      objects: embedding.objects ?? [],
    };
  });
}

async function judgeVariant(
  what: string,
  photos: readonly Judged[],
  make: (photo: Judged) => Promise<Buffer | null>,
  folder: string,
  detect: (inputs: readonly Photo[], isGiven: boolean) => Promise<Judged[]>,
): Promise<Judged[]> {
  const made: Photo[] = [];
  for (const photo of photos) {
    const bytes = await make(photo);
    if (bytes === null) continue;
    const jpeg = join(folder, `${what} ${basename(photo.jpeg)}`);
    await writeFile(jpeg, bytes);
    made.push({ ...photo, jpeg });
  }
  return detect(made, false);
}

const isMissed = ({ truth, finding }: Judged): boolean =>
  (truth === 'person' || truth === 'limb') && finding.verdict === 'no-people';

function countRows(set: string, photos: readonly Judged[]): Record<string, unknown>[] {
  const truths: PeopleTruth[] = ['person', 'limb', 'distant', 'depiction', 'nobody'];
  return truths.flatMap((truth) => {
    const of = photos.filter((photo) => photo.truth === truth);
    const count = (verdict: string) => of.filter(({ finding }) => finding.verdict === verdict).length;
    if (of.length === 0) return [];
    return [
      {
        set,
        truth,
        photos: of.length,
        people: count('people'),
        undecided: count('undecided'),
        'no-people': count('no-people'),
      },
    ];
  });
}

interface Timed<Result> {
  readonly result: Result;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of the whole process at the end. */
  readonly megabytes: number;
}

async function timed<Result>(work: () => Promise<Result>): Promise<Timed<Result>> {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  return {
    result,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    megabytes: process.memoryUsage().rss / 1e6,
  };
}

const speedRow = (what: string, photos: number, { seconds, cpuSeconds, megabytes }: Timed<unknown>) => ({
  what,
  workers: WORKERS,
  photos,
  'seconds a photo': round(seconds / photos),
  'processor seconds a photo': round(cpuSeconds / photos),
  'resident MB': Math.round(megabytes),
});

function goals(
  originals: readonly Judged[],
  grey: readonly Judged[],
  headless: readonly Judged[],
  cpuSeconds: number,
  megabytes: number,
): BenchGoal[] {
  const share = (photos: readonly Judged[], is: (photo: Judged) => boolean) =>
    photos.length === 0 ? 0 : round(photos.filter(is).length / photos.length);
  const missed = (photos: readonly Judged[]) =>
    share(
      photos.filter(({ truth }) => truth === 'person'),
      isMissed,
    );
  const held = share(
    originals.filter(({ truth }) => truth === 'nobody'),
    ({ finding }) => finding.verdict !== 'no-people',
  );
  const atMost = (what: string, value: number, limit: number): BenchGoal => ({
    what,
    goal: `at most ${limit}`,
    value,
    holds: value <= limit,
  });
  return [
    atMost('missed of the group and face photos', missed(originals.filter(({ set }) => set === 'people')), 0),
    atMost('missed of all photos with a person', missed(originals), 0.03),
    atMost('missed of the same in black and white', missed(grey), 0.03),
    atMost('missed with the head cut off', missed(headless), 0.03),
    atMost('held back of photos with nobody', held, 0.4),
    atMost('processor seconds a photo, objects given', round(cpuSeconds), 0.25),
    atMost('resident MB that the detector adds with two workers', Math.round(megabytes), 450),
  ];
}

const round = (value: number): number => Number(value.toFixed(3));

function missing(): BenchReport {
  const what =
    'the development data is missing (photos/people, photos/labelled, clip/unsplash, models: test/shared.ts)';
  return {
    name: 'people',
    machine: thisMachine(),
    rows: [],
    goals: [{ what, goal: 'measured', value: null, holds: false }],
  };
}
