/** A city of the seed list, in the form that the config's `city_whitelist` takes. */
export interface SeedCity {
  readonly name: string;
  /** Other spellings, lower case: as keywords, captions and the photographer write it. */
  readonly aliases: readonly string[];
  /** Degrees of the centre (WGS 84), to about 1 km. */
  readonly latitude: number;
  readonly longitude: number;
  /**
   * How far from the centre a photo is still of that city. Chosen by hand, from the centre to the outermost part
   * that people call by its name (Barra da Tijuca is Rio). Too far names the wrong town, which stays in the
   * sidecars; too near leaves a tag out, which the picture may still give.
   */
  readonly radius_km: number;
}

export const SEED_CITIES: readonly SeedCity[] = [
  {
    name: 'New York',
    aliases: ['nyc', 'new york city', 'manhattan', 'brooklyn'],
    latitude: 40.7128,
    longitude: -74.006,
    radius_km: 30,
  },
  { name: 'Chicago', aliases: [], latitude: 41.8781, longitude: -87.6298, radius_km: 30 },
  {
    name: 'Urbana–Champaign',
    aliases: ['urbana', 'champaign', 'uiuc', 'urbana-champaign', 'champaign-urbana', 'champaign–urbana'],
    latitude: 40.1134,
    longitude: -88.2254,
    radius_km: 12,
  },
  {
    name: 'Washington DC',
    aliases: ['washington', 'washington d.c.', 'washington, dc', 'washington, d.c.'],
    latitude: 38.9072,
    longitude: -77.0369,
    radius_km: 20,
  },
  { name: 'Seattle', aliases: [], latitude: 47.6062, longitude: -122.3321, radius_km: 25 },
  { name: 'Orlando', aliases: [], latitude: 28.5384, longitude: -81.3789, radius_km: 30 },
  {
    name: 'Rio de Janeiro',
    aliases: ['rio'],
    latitude: -22.9068,
    longitude: -43.1729,
    radius_km: 40,
  },
  {
    name: 'São Paulo',
    aliases: ['sao paulo', 'sampa'],
    latitude: -23.5505,
    longitude: -46.6333,
    radius_km: 30,
  },
  { name: 'Pirassununga', aliases: [], latitude: -21.9961, longitude: -47.4257, radius_km: 12 },
  { name: 'Petrópolis', aliases: ['petropolis'], latitude: -22.505, longitude: -43.1786, radius_km: 15 },
  { name: 'Teresópolis', aliases: ['teresopolis'], latitude: -22.4165, longitude: -42.9752, radius_km: 15 },
  { name: 'Niterói', aliases: ['niteroi'], latitude: -22.8832, longitude: -43.1034, radius_km: 14 },
  { name: 'Fortaleza', aliases: [], latitude: -3.7319, longitude: -38.5267, radius_km: 20 },
  { name: 'London', aliases: [], latitude: 51.5074, longitude: -0.1278, radius_km: 25 },
  { name: 'Paris', aliases: [], latitude: 48.8566, longitude: 2.3522, radius_km: 15 },
  { name: 'Chartres', aliases: [], latitude: 48.4439, longitude: 1.489, radius_km: 6 },
  { name: 'Versailles', aliases: [], latitude: 48.8049, longitude: 2.1204, radius_km: 5 },
  { name: 'Rome', aliases: ['roma'], latitude: 41.9028, longitude: 12.4964, radius_km: 18 },
  { name: 'Venice', aliases: ['venezia', 'venise'], latitude: 45.4408, longitude: 12.3155, radius_km: 12 },
  { name: 'Florence', aliases: ['firenze'], latitude: 43.7696, longitude: 11.2558, radius_km: 10 },
  { name: 'Hamburg', aliases: [], latitude: 53.5511, longitude: 9.9937, radius_km: 20 },
  { name: 'Berlin', aliases: [], latitude: 52.52, longitude: 13.405, radius_km: 25 },
  { name: 'Marseille', aliases: ['marseilles'], latitude: 43.2965, longitude: 5.3698, radius_km: 15 },
  { name: 'Milan', aliases: ['milano'], latitude: 45.4642, longitude: 9.19, radius_km: 15 },
  { name: 'Lisbon', aliases: ['lisboa'], latitude: 38.7223, longitude: -9.1393, radius_km: 15 },
  { name: 'Sydney', aliases: [], latitude: -33.8688, longitude: 151.2093, radius_km: 30 },
];
