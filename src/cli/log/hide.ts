/** What must not be in a log: keys always, names of files unless they were asked for. */
export interface HideOptions {
  /** Values of keys and tokens that this process knows. */
  readonly secrets: readonly string[];
  /** Folders of the library; what begins with one of them names a file. Null: names of files may be told. */
  readonly folders: readonly string[] | null;
}

const MASK = '***';
/** Where a file was named. A name may have blanks and anything else in it, so that the whole sentence goes. */
const LEFT_OUT = '(names a file: left out; runtime.log_paths shows it)';

/** As keys and tokens look, whoever they belong to. */
const KEY_LIKE = [
  /\bsk-[\w-]{8,}/g,
  /\bhf_\w{8,}/g,
  /(?<=\bBearer )[\w~+/.-]{8,}=*/gi,
  /(?<=[?&]token=)[^\s&]+/gi,
];
/** Photos, sidecars, and what lies around them. */
const FILE_NAME =
  /\.(jpe?g|tiff?|png|dng|cr[23w]|nef|arw|orf|rw2|raf|pef|gpr|heic|heif|avif|jxl|webp|gif|psd|xmp|mov|mp4|ya?ml|csv|sqlite|json|html|parquet|onnx)\b/i;
/** From the root, on whatever system; not the addresses of hosts. */
const ABSOLUTE = /(^|[\s"'“(=:])(\/[^\s/][^\s]*|[a-z]:\\|\\\\|~\/)/i;

/** A text without what must not be in it. */
export function hide(text: string, { secrets, folders }: HideOptions): string {
  let masked = text;
  for (const secret of secrets) if (secret.length >= 4) masked = masked.replaceAll(secret, MASK);
  for (const pattern of KEY_LIKE) masked = masked.replace(pattern, MASK);
  if (folders === null) return masked;
  const namesFile =
    folders.some((folder) => masked.includes(folder)) || FILE_NAME.test(masked) || ABSOLUTE.test(masked);
  return namesFile ? LEFT_OUT : masked;
}

/** Of the environment, what is a secret by its name. */
export function secretsOf(environment: NodeJS.ProcessEnv): string[] {
  const own = Object.entries(environment).flatMap(([name, value]) =>
    /(KEY|KEY_ID|TOKEN|PASSWORD|SECRET)$/.test(name) && value ? value.trim() : [],
  );
  const url = environment.PHOTO_TAG_DATABASE_URL ?? '';
  const password = URL.canParse(url) ? new URL(url).password : '';
  return [...own, ...(password === '' ? [] : [password, decodeURIComponent(password)])];
}
