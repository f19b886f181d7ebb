/** By which EXIF a gear term is meant: an entry of the vocabulary. */
export interface GearRule {
  /** Any of these is the whole Model, with or without the maker in front. */
  readonly models: readonly string[];
}

/**
 * Whether a camera is the one that a rule names. The whole name is compared, without case, spaces and
 * punctuation: makers write `PENTAX 67`, `Pentax67`, and `67` with the maker in Make. Never a part of it: `C65` is
 * not in `SC650`.
 * @param make EXIF Make; null where the file does not say
 * @param model EXIF Model
 */
export function matchesGear(rule: GearRule, make: string | null, model: string | null): boolean {
  const camera = bareName(model);
  if (camera === '') return false;
  const maker = bareName(make);
  return rule.models.some((name) => {
    const wanted = bareName(name);
    return wanted !== '' && (camera === wanted || camera === maker + wanted || maker + camera === wanted);
  });
}

function bareName(name: string | null): string {
  return (name ?? '').toLowerCase().replace(/[^\p{L}\d]/gu, '');
}
