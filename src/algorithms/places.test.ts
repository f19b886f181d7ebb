import { describe, expect, test } from 'vitest';
import { SEED_CITIES } from '../config/seed-cities.ts';
import { greatCircleKm, nearestCity } from './places.ts';

describe('great-circle distance', () => {
  test.each([
    ['Paris to London', [48.8566, 2.3522], [51.5074, -0.1278], 343.6],
    ['New York to Sydney', [40.7128, -74.006], [-33.8688, 151.2093], 15_989],
    ['a degree of the equator', [0, 0], [0, 1], 111.2],
    ['across the date line', [0, 179.5], [0, -179.5], 111.2],
    ['pole to pole', [90, 0], [-90, 0], 20_015],
    ['nowhere', [10, 10], [10, 10], 0],
  ] as const)('%s', (_what, [latitude, longitude], [latitudeB, longitudeB], expected) => {
    const km = greatCircleKm({ latitude, longitude }, { latitude: latitudeB, longitude: longitudeB });
    expect(Math.abs(km - expected)).toBeLessThan(expected / 500 + 0.1);
  });
});

describe('the nearest city of the seed list', () => {
  const table: readonly (readonly [string, number, number, string | null])[] = [
    ['Eiffel Tower', 48.8584, 2.2945, 'Paris'],
    ['Palace of Versailles', 48.8049, 2.1204, 'Versailles'],
    ['La Défense', 48.8918, 2.2362, 'Paris'],
    ['Chartres Cathedral', 48.4478, 1.4878, 'Chartres'],
    ['Orléans', 47.9029, 1.9093, null],
    ['Jardim Botânico, Rio', -22.9673, -43.2245, 'Rio de Janeiro'],
    ['Barra da Tijuca', -23.0069, -43.3661, 'Rio de Janeiro'],
    ['Sugarloaf', -22.9493, -43.1545, 'Rio de Janeiro'],
    ['museum of Niterói', -22.9078, -43.1259, 'Niterói'],
    ['Itacoatiara beach', -22.9743, -43.0337, 'Niterói'],
    ['Imperial Museum', -22.5077, -43.1751, 'Petrópolis'],
    ['Dedo de Deus', -22.4653, -43.0008, 'Teresópolis'],
    ['University of Illinois', 40.102, -88.2272, 'Urbana–Champaign'],
    ['Capitol', 38.8899, -77.0091, 'Washington DC'],
    ['Baltimore', 39.2904, -76.6122, null],
    ['Space Needle', 47.6205, -122.3493, 'Seattle'],
    ['Walt Disney World', 28.3852, -81.5639, 'Orlando'],
    ['Burano', 45.4853, 12.4167, 'Venice'],
    ['Padua', 45.4064, 11.8768, null],
    ['Belém', 38.6916, -9.216, 'Lisbon'],
    ['Bondi Beach', -33.8915, 151.2767, 'Sydney'],
    ['Brandenburg Gate', 52.5163, 13.3777, 'Berlin'],
    ['Atlantic', 30, -40, null],
  ];
  test.each(table)('%s', (_what, latitude, longitude, expected) => {
    expect(nearestCity({ latitude, longitude }, SEED_CITIES)?.city.name ?? null).toBe(expected);
  });

  test('says how far the centre is', () => {
    const finding = nearestCity({ latitude: 48.8584, longitude: 2.2945 }, SEED_CITIES);
    expect(finding?.reason).toBe('GPS 4.2 km from the centre of Paris, which reaches 15 km');
  });

  test.each([
    ['no position', null],
    ['a receiver without a fix', { latitude: 0, longitude: 0 }],
    ['not on Earth', { latitude: 91, longitude: 2 }],
    ['not a number', { latitude: Number.NaN, longitude: 2 }],
  ])('%s is nowhere', (_what, gps) => {
    const everywhere = { name: 'everywhere', latitude: 0, longitude: 0, radius_km: 30_000 };
    expect(nearestCity(gps, [everywhere])).toBeNull();
  });

  test('without cities there is none', () => {
    expect(nearestCity({ latitude: 48.8584, longitude: 2.2945 }, [])).toBeNull();
  });
});
