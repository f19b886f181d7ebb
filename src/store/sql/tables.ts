import type { Generated } from 'kysely';

/** Columns that hold JSON are text in SQLite and in Postgres alike. */
export interface Tables {
  file: {
    path: string;
    root: string;
    size_bytes: number;
    mtime_us: number;
    birth_us: number | null;
    inode: string;
    sha1: string | null;
    status: string;
    reason: string | null;
  };
  sidecar: {
    path: string;
    original: string;
    size_bytes: number;
    mtime_us: number;
    keywords: string | null;
    problem: string | null;
  };
  outcome: {
    stage: string;
    item: string;
    fingerprint: string;
    status: string;
    reason: string | null;
    digest: string;
  };
  picture: { sha1: string; image_data_hash: string };
  metadata: { sha1: string; metadata: string };
  capture_time: {
    sha1: string;
    wall_ms: number | null;
    trust: number;
    uncertain: number;
    capture_time: string;
  };
  proxy: { sha1: string; proxy: string };
  /** A model whose vectors are kept, with a random name that no other database has. */
  embedding_space: { id: Generated<number>; model: string; token: string };
  /** `format`: of the bytes; `half` is IEEE 754 binary16, little-endian. */
  embedding: { id: Generated<number>; sha1: string; space: number; format: string; vector: Uint8Array };
  /** Vectors of the time before half floats that were not taken over yet: four bytes a number. */
  embedding_float32: { sha1: string; model: string; vector: Uint8Array };
  seen_objects: { sha1: string; model: string; objects: string };
  detection: {
    sha1: string;
    model: string;
    detections: string;
    finding: string;
    /** 0: what surrounds people is still to be measured; null: nobody is seen, nothing is to be measured. */
    scene_version: number | null;
  };
  cluster: {
    id: string;
    window_id: string;
    method: string;
    medoid: string;
    start_ms: number | null;
    end_ms: number | null;
  };
  cluster_member: {
    sha1: string;
    cluster_id: string;
    position: number;
    membership: number;
    distance: number | null;
    fits: number;
    burst: number | null;
    is_best: number;
  };
  cluster_identity: { sha1: string; cluster_id: string };
  people_flag: { sha1: string; flag: string };
  proposal: {
    sha1: string;
    layer: string;
    name: string;
    position: number;
    score: number;
    reason: string;
    source: string;
    model: string;
    probability: number | null;
    threshold: number | null;
  };
  description: { sha1: string; captioner: string; description: string };
  quarantined_word: { sha1: string; word: string; reason: string; source: string };
  word_rule: { word: string; verdict: string };
  judged_proposal: {
    sha1: string;
    layer: string;
    name: string;
    score: number;
    reason: string;
    source: string;
    model: string;
    probability: number | null;
    threshold: number | null;
  };
  date_decision: { sha1: string; decision: string };
  clock_run: { id: string; folder: string; run: string };
  date_study: { facts_digest: string };
  decision: { sha1: string; layer: string; name: string; verdict: string; source: string | null };
  undone_tag: { sha1: string; layer: string; name: string; run_id: number };
  label_set: { space: string; inputs: string; vectors: number; digest: string };
  label_model: { space: string; position: number; label: string; direction: Uint8Array };
  /** `body` is what DeedBody says, as JSON. */
  deed: {
    id: Generated<number>;
    at: string;
    words: string;
    photos: number;
    taken_back: Generated<number>;
    body: string;
  };
  write_run: {
    id: Generated<number>;
    command: string;
    started_at: string;
    kind: string;
    of_run: number | null;
  };
  sidecar_entry: {
    /** In the order of what happened. */
    id: Generated<number>;
    run_id: number;
    state: string;
    deed: string;
    original: string;
    sha1: string | null;
    sidecar: string;
    whole: number;
    tags: string;
    /** Of `respelled`: the tags as they were spelled before, one for each of `tags`. */
    former: string | null;
    trace: string | null;
    sha1_before: string | null;
    sha1_after: string | null;
    at: string;
  };
  vocabulary_change: {
    id: Generated<number>;
    kind: string;
    command: string;
    run_id: number | null;
    moves: string;
    names: string;
    file: string | null;
    file_before: string | null;
    file_after: string | null;
    undoes: number | null;
    undone_by: number | null;
    state: string;
    at: string;
  };
  vocabulary_change_photo: { change_id: number; sha1: string };
  /** Rows of `proposal`, `decision` and `undone_tag` as they were before a change. */
  vocabulary_former_row: {
    change_id: number;
    kept_from: string;
    sha1: string;
    layer: string;
    name: string;
    position: number | null;
    score: number | null;
    reason: string | null;
    source: string | null;
    model: string | null;
    probability: number | null;
    threshold: number | null;
    verdict: string | null;
    run_id: number | null;
  };
  vision_run: {
    id: Generated<number>;
    host: string;
    model: string;
    started_at: string;
    ended_at: string | null;
  };
  egress: {
    id: Generated<number>;
    run_id: number;
    at: string;
    host: string;
    photo: string;
    image_hash: string;
    model: string;
    prompt_id: string;
    bytes: number;
    reason: string;
    reserved_nano_usd: number;
    state: string;
    counted_nano_usd: number | null;
    reported_nano_usd: number | null;
    input_tokens: number | null;
    output_tokens: number | null;
    note: string;
    settled_at: string | null;
  };
  vision_answer: { image_hash: string; model: string; prompt_id: string; answer: string };
  vision_result: {
    sha1: string;
    image_hash: string;
    model: string;
    prompt_id: string;
    status: string;
    words: string;
    reason: string;
  };
  queued_run: {
    id: Generated<number>;
    command: string;
    state: string;
    roots: string;
    recipe: string;
    consent: string | null;
    problem: string | null;
    created_ms: number;
    ended_ms: number | null;
  };
  run_step: {
    run_id: number;
    stage: string;
    position: number;
    state: string;
    unit: string | null;
    total: Generated<number>;
    done: Generated<number>;
    failed: Generated<number>;
    skipped: Generated<number>;
    turn: Generated<number>;
    sweeps: Generated<number>;
    started_ms: number | null;
    ended_ms: number | null;
  };
  worker: {
    id: string;
    host: string;
    pid: number;
    stages: string;
    device: string;
    concurrency: number;
    state: string;
    started_ms: number;
    heard_ms: number;
  };
  job_attempt: {
    job: string;
    attempt: number;
    run_id: number;
    stage: string;
    items: number;
    worker: string;
    started_ms: number;
    ended: string | null;
  };
  lease: { name: string; holder: string; until_ms: number };
}
