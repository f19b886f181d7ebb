import { RE2JS } from 're2js';
import { z } from 'zod';
import { bucketProblem, endpointProblem } from '../domain/bucket-address.ts';
import { DatabaseAddress } from '../domain/database-address.ts';
import { pathMapProblems, trimmedRules } from '../domain/path-map.ts';
import { SEED_PRICES } from './model-prices.ts';
import { SEED_CITIES } from './seed-cities.ts';
import { SEED_CONCEPT_BANK } from './seed-concept-bank.ts';

/**
 * Every knob once: type, default, range, unit and help. The example file, the docs and the form in the page
 * are rendered from this schema, and the loader refuses what it does not allow.
 */
const knob = <Schema extends z.ZodType>(schema: Schema, description: string, unit?: string): Schema =>
  schema.meta(unit === undefined ? { description } : { description, unit });

const share = z.number().min(0).max(1);

/** A group whose knobs all have defaults may be left out as a whole. */
const group = <Shape extends z.ZodRawShape>(description: string, shape: Shape) => {
  const object = z.strictObject(shape);
  return object.prefault({} as z.input<typeof object>).meta({ description });
};

/** Empty, or without a problem. */
const address = (problemOf: (text: string) => string | null) =>
  z
    .string()
    .default('')
    .superRefine((text, context) => {
      const message = text === '' ? null : problemOf(text);
      if (message !== null) context.addIssue({ code: 'custom', message });
    });

/** RE2 runs in linear time, so that no pattern can hang a scan. */
const linearRegex = z.string().refine((pattern) => {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}, 'is not a regular expression in RE2 syntax');

const isoDate = z
  .string()
  .regex(/^(\d{4}(-\d{2}(-\d{2})?)?|now)$/, 'must be a year, a month, a day (2004-05-31) or now');

const city = z.strictObject({
  name: z.string().min(1),
  aliases: z.array(z.string().min(1)).default([]),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  radius_km: z.number().min(1).max(300).default(25),
});

const price = z
  .strictObject({
    input: z.number().min(0),
    output: z.number().min(0),
    tiles: z.tuple([z.int().min(0), z.int().min(0)]).optional(),
    patches: z.number().min(0).optional(),
    max_output_tokens: z.int().min(16).max(100_000).optional(),
  })
  .refine(
    ({ input, tiles, patches }) => (tiles === undefined) !== (patches === undefined) || input === 0,
    'needs either tiles or patches: how many tokens a picture has',
  );

export const RAW_EXTENSIONS = ['.dng', '.cr2', '.cr3', '.nef', '.arw', '.orf', '.rw2'] as const;
export const IMAGE_EXTENSIONS = ['.jpg', '.jpeg', '.tif', '.tiff', '.png'] as const;

/** Keyword lists of a sidecar, for xmp.targets. */
export const XMP_TARGETS = ['dc:subject', 'lr:hierarchicalSubject', 'digikam'] as const;

export const configSchema = z.strictObject({
  roots: knob(
    z.array(z.string().min(1)).default([]),
    'Folders with your photos. They are only read, but for the sidecars that `photo-tag write --apply` adds.',
  ),
  proxy: group('Small copies (sRGB JPEG, upright): the only pixels that models see.', {
    max_size: knob(z.int().min(256).max(4096).default(1024), 'Long edge; never enlarged.', 'px'),
    jpeg_quality: knob(z.int().min(50).max(100).default(90), 'JPEG quality.'),
    cache_dir: knob(z.string().min(1).default('data/proxies'), 'Where proxies are kept.'),
    bucket: knob(
      address(bucketProblem),
      'A bucket of an S3-compatible store that proxies are kept in as well, for machines that share no folder: s3://bucket/prefix, a prefix for each library. Every proxy goes there, those of people sets too. Keys are taken from the environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY. Empty: none, nothing is sent. docs/bucket.md.',
    ),
    bucket_endpoint: knob(
      address(endpointProblem),
      'Where a store of your own is (MinIO, Garage, Ceph): https://minio.example:9000. With http everybody on the way sees the pictures. Empty: Amazon S3.',
    ),
    bucket_region: knob(
      z
        .string()
        .regex(/^[a-z0-9-]+$/, 'must be a region, like eu-central-1')
        .default('us-east-1'),
      'Region of the bucket; what your own store calls it.',
    ),
  }),
  index: group('Which files count as photos.', {
    include_ext: knob(
      z
        .array(z.string().regex(/^\.[^./\\]+$/, 'must start with a dot, like .jpg'))
        .default([...RAW_EXTENSIONS, ...IMAGE_EXTENSIONS]),
      'File extensions, upper or lower case.',
    ),
    exclude_regex: knob(
      z.array(linearRegex).default(['^\\._', 'thumbs?']),
      'Regular expressions (RE2 syntax, case-insensitive), tried on the path below its root and on the file name: a match is left out.',
    ),
    follow_symlinks: knob(
      z.boolean().default(false),
      'Follow symbolic links; never outside the roots and never in a loop.',
    ),
  }),
  date_resolver: group('How the time of a photo is found from unreliable witnesses.', {
    sane_range: knob(
      z.tuple([isoDate, isoDate]).default(['1990', 'now']),
      'First and last believable date.',
      'date',
    ),
    outlier_days: knob(
      z.number().min(1).max(36500).default(30),
      'An EXIF date further off the median of its folder is doubted.',
      'days',
    ),
    weights: group('Weight of each witness.', {
      exif_original: knob(share.default(0.6), 'EXIF DateTimeOriginal.'),
      exif_create: knob(share.default(0.2), 'EXIF CreateDate or ModifyDate.'),
      fs_time: knob(share.default(0.2), 'The earlier of file modification and birth time.'),
      path_tokens: knob(share.default(0.2), 'Dates in folder and file names.'),
      sequence_consistency: knob(share.default(0.2), 'File numbers that ascend with time.'),
    }),
  }),
  embeddings: group('Vectors of pictures, for clusters and search.', {
    model: knob(
      z.string().min(1).default('embedded'),
      'embedded comes with the installation; other names are those of open_clip (ViT-L-14).',
    ),
    pretrained: knob(z.string().default('openai'), 'Weights of the model, as open_clip names them.'),
    batch_size: knob(z.int().min(1).max(256).default(8), 'Pictures a batch.', 'photos'),
    device: knob(
      z.enum(['auto', 'cpu', 'cuda']).default('auto'),
      'Where the networks of open_clip run; auto: on the GPU where it can be used, else on the CPU.',
    ),
    precision: knob(
      z.enum(['auto', 'fp32', 'fp16', 'int8']).default('auto'),
      'Weights of the networks of open_clip. auto: fp16 on a GPU, int8 on a CPU, what is there of them first.',
    ),
  }),
  models: group('Networks that `photo-tag models pull` brings.', {
    dir: knob(
      z.string().min(1).default('data/models'),
      'Where networks are kept; several libraries may share one folder.',
    ),
    mirror: knob(
      z.url().default('https://huggingface.co'),
      'Host that networks are pulled from, or a mirror of it.',
    ),
  }),
  clustering: group('How photos of one time window become clusters.', {
    method: knob(z.enum(['hdbscan', 'threshold']).default('hdbscan'), 'threshold is single linkage alone.'),
    min_cluster_size: knob(z.int().min(2).max(1000).default(6), 'Smallest HDBSCAN cluster.', 'photos'),
    min_samples: knob(
      z.int().min(1).max(100).default(2),
      'HDBSCAN neighbours, not counting itself.',
      'photos',
    ),
    cosine_threshold: knob(
      z.number().min(0).max(2).default(0.14),
      'Single linkage joins photos that are nearer than this.',
      'cosine distance',
    ),
    time_window_minutes: knob(z.number().min(1).max(525600).default(60), 'See window_mode.', 'minutes'),
    window_mode: knob(
      z.enum(['gap', 'fixed']).default('gap'),
      'gap: a longer pause starts a new window; fixed: windows of that length.',
    ),
  }),
  ck_tagging: group('Controlled tags.', {
    vocab_file: knob(
      z.string().min(1).default('config/ck_vocab.yaml'),
      'Your vocabulary; without the file, the seed.',
    ),
    max_ck_tags: knob(z.int().min(0).max(100).default(10), 'At most this many for one photo.', 'tags'),
  }),
  ai_tagging: group('Freeform tags.', {
    use_openai_vision: knob(
      z.boolean().default(true),
      'Allow the vision service for medoids, where you ask for it with --vision. Without that nothing is sent anywhere.',
    ),
    openai_model: knob(z.string().min(1).default('gpt-4o-mini'), 'Model of the vision service.'),
    base_url: knob(
      z.url().default('https://api.openai.com/v1'),
      'Any endpoint that speaks the OpenAI protocol: hosted, or Ollama (http://localhost:11434/v1), vLLM and the like. The key is taken from the environment, OPENAI_API_KEY.',
    ),
    allow_hosts: knob(
      z.array(z.string().min(1)).default(['api.openai.com', 'localhost', '127.0.0.1', '[::1]']),
      'The only hosts that base_url may name; with a port, that port alone. No redirect leads elsewhere.',
    ),
    budget_usd: knob(
      z.number().min(0).max(100000).default(5),
      'Hard limit for one run of the vision service; what a call could cost at most is set aside before it.',
      'US dollars',
    ),
    prices: knob(
      z
        .record(z.string().min(1), price)
        .default({ ...SEED_PRICES } as Record<string, z.output<typeof price>>),
      'US dollars a million tokens, and how a picture is counted: tiles [picture, each 512 px tile] or patches (tokens of each 32 px). A model that is not here cannot be asked, but on this machine, where it costs nothing.',
    ),
    image_edge: knob(
      z.int().min(0).max(2048).default(0),
      'Long edge of the copy that is sent; never more than the proxy. 0: what the price rule makes cheapest, 512, and 1024 where pictures cost nothing.',
      'px',
    ),
    max_output_tokens: knob(
      z.int().min(50).max(10000).default(400),
      'Longest answer; prices may say otherwise for models that think first.',
      'tokens',
    ),
    concurrency: knob(
      z.int().min(1).max(64).default(4),
      'Calls to the vision service at the same time.',
      'calls',
    ),
    requests_per_minute: knob(
      z.int().min(0).max(100000).default(0),
      'Limit of your account; 0: what the service says.',
      'calls',
    ),
    tokens_per_minute: knob(
      z.int().min(0).max(100_000_000).default(0),
      'Limit of your account; 0: what the service says.',
      'tokens',
    ),
    timeout_seconds: knob(
      z.number().min(1).max(3600).default(60),
      'A call is given up when nothing was heard for that long.',
      'seconds',
    ),
    attempts: knob(z.int().min(1).max(20).default(4), 'Tries of one picture.', 'calls'),
    max_ai_tags: knob(z.int().min(0).max(100).default(12), 'At most this many for one photo.', 'tags'),
    city_whitelist: knob(
      z.array(z.union([z.string().min(1), city])).default(SEED_CITIES.map(({ name }) => name)),
      'Cities that may become tags: names of the seed list, or {name, aliases, latitude, longitude, radius_km}.',
    ),
    prompt_extra_concepts: knob(
      z.array(z.string().min(1)).default([...SEED_CONCEPT_BANK]),
      'Concept bank: freeform tags that are always tried.',
    ),
  }),
  people_policy: group('People sets: clusters with nudes, portraits, dance.', {
    allow_openai_on_people_sets: knob(
      z.boolean().default(false),
      'Let the vision service see medoids of people sets whose every photo was checked. Photos in doubt stay here even so. Off: none ever leaves the machine.',
    ),
    detector: knob(
      z.string().min(1).default('auto'),
      'Who looks for persons and objects: auto (a pulled network, else the embedded one), embedded, or a name of `photo-tag models list`.',
    ),
    face_detector: knob(
      z.string().min(1).default('auto'),
      'Who looks for faces: auto, embedded, or a name of `photo-tag models list`.',
    ),
  }),
  ocr: group('Reading text in pictures. Not part of this version; must stay off.', {
    enable: knob(z.boolean().default(false), 'Read text.'),
    min_confidence: knob(share.default(0.75), 'Words below this are dropped.'),
  }),
  heuristics: group('Rules of thumb.', {
    studio_black_vs_night: group('Tells a studio with black backdrop from a night scene.', {
      enable: knob(z.boolean().default(true), 'Use the rule.'),
      iso_threshold: knob(z.int().min(50).max(409600).default(3200), 'Highest ISO of a studio.', 'ISO'),
      face_required_for_studio: knob(z.boolean().default(true), 'A person is not enough, a face must show.'),
      dark_ratio: knob(share.default(0.65), 'Least share of dark pixels.'),
    }),
  }),
  xmp: group('Sidecars.', {
    prefix_ck: knob(z.string().max(20).default('CK:'), 'Before controlled tags.'),
    prefix_ai: knob(z.string().max(20).default('AI:'), 'Before freeform tags.'),
    private_prefix: knob(
      z
        .string()
        .max(20)
        .regex(/^[^|]*$/, 'must not hold a |')
        .default(''),
      'In front of all keywords of people sets, so that a filter can drop them on export: PRIVATE: gives PRIVATE:CK:portrait. Empty: none.',
    ),
    targets: knob(
      z.array(z.enum(XMP_TARGETS)).min(1).default(['dc:subject', 'lr:hierarchicalSubject']),
      'Lists that get the tags: dc:subject (CK:flower) for every program, lr:hierarchicalSubject (CK|flower) for Lightroom, Capture One and darktable, digikam (digiKam:TagsList, CK/flower) for digiKam.',
    ),
    write_concurrency: knob(
      z.int().min(1).max(64).default(4),
      'Threads that write sidecars. Each has up to 24 under way, which wait for the disk together.',
      'threads',
    ),
    naming: knob(
      z.enum(['auto', 'adobe', 'full']).default('auto'),
      'adobe: IMG_1.xmp; full: IMG_1.CR2.xmp; auto: the existing one, else adobe for RAW and full for the rest.',
    ),
    sidecar_root: knob(
      z.string().default(''),
      'Mirror folder for sidecars of roots that cannot be written. Empty: data/sidecars.',
    ),
  }),
  review: group('Review in the page.', {
    enable: knob(z.boolean().default(true), 'Offer review.'),
    default_apply_to_cluster: knob(z.boolean().default(true), 'A decision is meant for the whole cluster.'),
    audit_csv: knob(
      z.string().min(1).default('data/audit.csv'),
      'Table of proposals and of what was written.',
    ),
  }),
  runtime: group('Machine.', {
    workers: knob(z.int().min(1).max(64).default(2), 'Worker threads of the heavy stages.', 'threads'),
    cache_db: knob(
      z
        .string()
        .min(1)
        .default('data/index.sqlite')
        .superRefine((address, context) => {
          // The file is shown on the page, copied and kept beside photos.
          if (!new DatabaseAddress(address).hasPassword) return;
          const message =
            'a password does not belong in this file: give it in PGPASSWORD, in ~/.pgpass, or with the whole address in PHOTO_TAG_DATABASE_URL';
          context.addIssue({ code: 'custom', message });
        }),
      'Database: a SQLite file, or postgres://user@host/database. PHOTO_TAG_DATABASE_URL wins.',
    ),
    log: knob(
      z.enum(['text', 'json']).default('text'),
      'What is said on stderr: text for people, or JSON lines for programs that gather logs. --log wins.',
    ),
    log_level: knob(
      z.enum(['debug', 'info', 'warn', 'error']).default('info'),
      'The least that JSON lines tell; debug has every request.',
    ),
    log_paths: knob(
      z.boolean().default(false),
      'Let JSON lines name files. Off: a log may be sent away, and no photo is named in it.',
    ),
    path_map: knob(
      z
        .array(z.strictObject({ from: z.string().min(1), to: z.string().min(1) }))
        .default([])
        .superRefine((rules, context) => {
          for (const message of pathMapProblems(trimmedRules(rules)))
            context.addIssue({ code: 'custom', message });
        }),
      'Where this machine sees folders of the library, if not where the library has them: {from: /photos, to: /mnt/nas/photos}. For several machines on one library; docs/places.md.',
    ),
    worker_timeout: knob(
      z.number().min(3).max(600).default(20),
      'A worker of a library in Postgres that is not heard for so long counts as dead, and others do its jobs. The same on all machines.',
      'seconds',
    ),
  }),
});

export type Config = z.output<typeof configSchema>;
