/** A city as the configuration has it, with an entry that is only a name read as that. */
export interface City {
  readonly name: string;
  readonly aliases: readonly string[];
  /** Degrees; null: only its name is known. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly radius_km: number;
}

export const USUAL_RADIUS_KM = 25;

/** What an entry of the list means: a name may be that of a known city. */
export function cityOf(entry: unknown, known: readonly City[]): City {
  if (typeof entry === 'object' && entry !== null) {
    const { name, aliases, latitude, longitude, radius_km } = entry as Partial<City>;
    return {
      name: String(name ?? ''),
      aliases: Array.isArray(aliases) ? aliases.map(String) : [],
      latitude: typeof latitude === 'number' ? latitude : null,
      longitude: typeof longitude === 'number' ? longitude : null,
      radius_km: typeof radius_km === 'number' ? radius_km : USUAL_RADIUS_KM,
    };
  }
  const name = String(entry);
  return (
    known.find((city) =>
      [city.name, ...city.aliases].some((word) => word.toLowerCase() === name.toLowerCase()),
    ) ?? { name, aliases: [], latitude: null, longitude: null, radius_km: USUAL_RADIUS_KM }
  );
}

/** How a city is written: its name alone where that says it all. */
export function entryOf(city: City, known: readonly City[]): unknown {
  const { name, aliases, latitude, longitude, radius_km } = city;
  if (latitude === null || longitude === null) return name;
  const seed = known.find((one) => one.name === name);
  const isSeed =
    seed !== undefined &&
    seed.latitude === latitude &&
    seed.longitude === longitude &&
    seed.radius_km === radius_km &&
    seed.aliases.join('\n') === aliases.join('\n');
  if (isSeed) return name;
  return {
    name,
    ...(aliases.length > 0 && { aliases }),
    ...{ latitude, longitude },
    ...(radius_km !== USUAL_RADIUS_KM && { radius_km }),
  };
}

/** `48.8566, 2.3522` as maps give it; empty: no position. A string is what is wrong. */
export function positionOf(
  typed: string,
): { readonly latitude: number | null; readonly longitude: number | null } | null {
  if (typed.trim() === '') return { latitude: null, longitude: null };
  const match = /^\s*\(?(-?\d+(?:\.\d+)?)°?\s*[,; ]\s*(-?\d+(?:\.\d+)?)°?\)?\s*$/.exec(typed);
  if (match === null) return null;
  const [latitude, longitude] = [Number(match[1]), Number(match[2])];
  return Math.abs(latitude) > 90 || Math.abs(longitude) > 180 ? null : { latitude, longitude };
}

export const positionText = ({ latitude, longitude }: City): string =>
  latitude === null || longitude === null ? '' : `${latitude}, ${longitude}`;
