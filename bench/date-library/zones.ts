import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from '../../src/algorithms/wall-time.ts';

/** Home is Central Europe; journeys go to places whose offset stays what it is for the weeks of a journey. */

export interface Place {
  readonly name: string;
  /** Minutes east of UTC. */
  readonly offsetMinutes: number;
}

export const FAR_PLACES: readonly Place[] = [
  { name: 'Rio', offsetMinutes: -180 },
  { name: 'New York', offsetMinutes: -240 },
  { name: 'Mexico', offsetMinutes: -360 },
  { name: 'California', offsetMinutes: -420 },
  { name: 'Hawaii', offsetMinutes: -600 },
  { name: 'Lisbon', offsetMinutes: 0 },
  { name: 'Istanbul', offsetMinutes: 180 },
  { name: 'Delhi', offsetMinutes: 330 },
  { name: 'Bangkok', offsetMinutes: 420 },
  { name: 'Tokyo', offsetMinutes: 540 },
  { name: 'Sydney', offsetMinutes: 600 },
];

export const HOME_PLACES: readonly string[] = [
  'Paris',
  'Theatre',
  'Natal',
  'Studio Anna',
  'Wedding',
  'Garden',
  'Dance',
  'Harbour',
  'Old town',
  'Macro',
  'Birthday',
  'Concert',
];

/** Minutes east of UTC at home: +60, and +120 from the last Sunday of March to that of October, 01:00 UTC (2000/84/EC). */
export function homeOffsetMinutes(utcMillis: number): number {
  const year = new Date(utcMillis).getUTCFullYear();
  const isSummer = utcMillis >= lastSunday(year, 2) && utcMillis < lastSunday(year, 9);
  return isSummer ? 120 : 60;
}

/** 01:00 UTC of the last Sunday; March and October have 31 days. */
function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month, 31, 1);
  return last - new Date(last).getUTCDay() * DAY_MILLIS;
}

/** UTC of a wall time at home; in the doubled hour of October the earlier. */
export function utcAtHome(wallMillis: number): number {
  const offset = homeOffsetMinutes(wallMillis - HOUR_MILLIS);
  return wallMillis - offset * MINUTE_MILLIS;
}
