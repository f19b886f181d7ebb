import type { GpsPosition } from '../domain/metadata.ts';

/** A city that may become a tag: an entry of the config's `city_whitelist`, as it is written there. */
export interface City {
  readonly name: string;
  /** Degrees of its centre, north and east positive. */
  readonly latitude: number;
  readonly longitude: number;
  /** How far its metropolitan area reaches from the centre. */
  readonly radius_km: number;
}

export interface PlaceFinding<SomeCity extends City> {
  readonly city: SomeCity;
  readonly distanceKm: number;
  /** `GPS 3.2 km from the centre of Paris, which reaches 15 km`. */
  readonly reason: string;
}

/** Mean radius of the Earth (IUGG 1980, R1). The ellipsoid is at most 0.6 % off: nothing beside the size of a city. */
const EARTH_RADIUS_KM = 6371.0088;

/**
 * The nearest city within whose radius the position lies; null where there is none, or no such position.
 * Nearest and not largest: Versailles lies within Paris' reach, and is named where it is nearer.
 */
export function nearestCity<SomeCity extends City>(
  gps: GpsPosition | null,
  cities: readonly SomeCity[],
): PlaceFinding<SomeCity> | null {
  if (gps === null || !isPosition(gps)) return null;
  let best: { city: SomeCity; distanceKm: number } | null = null;
  for (const city of cities) {
    const distanceKm = greatCircleKm(gps, city);
    if (distanceKm <= city.radius_km && (best === null || distanceKm < best.distanceKm))
      best = { city, distanceKm };
  }
  if (best === null) return null;
  const { city, distanceKm } = best;
  const centre = `the centre of ${city.name}, which reaches ${city.radius_km} km`;
  return { city, distanceKm, reason: `GPS ${distanceKm.toFixed(1)} km from ${centre}` };
}

/** Latitude 0, longitude 0 is what receivers without a fix write; nobody's city is there. */
export function isPosition({ latitude, longitude }: GpsPosition): boolean {
  const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return isOnEarth && !(latitude === 0 && longitude === 0);
}

/** Haversine formula (Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984). */
export function greatCircleKm(a: GpsPosition, b: GpsPosition): number {
  const latitudeA = radians(a.latitude);
  const latitudeB = radians(b.latitude);
  const haversine =
    Math.sin((latitudeB - latitudeA) / 2) ** 2 +
    Math.cos(latitudeA) * Math.cos(latitudeB) * Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;
