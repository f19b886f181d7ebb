import { DAY_MILLIS } from '../../src/algorithms/wall-time.ts';
import type { Draws } from './draws.ts';
import type { Body } from './world.ts';

/** First dates of clocks that lost the time, by model; a body has one that is older than itself. */
const EPOCH_YEARS: readonly number[] = [1980, 2000, 2001, 2002, 2004, 2015, 2016, 2018, 2019, 2020];

type Model = Pick<
  Body,
  'make' | 'model' | 'gpsShare' | 'saysShutterCount' | 'saysFileNumber' | 'folderName'
> & { readonly prefix: string; readonly hasSerial: boolean };

const MODELS: readonly Model[] = [
  model('Panasonic', 'DMC-FZ50', 'P', { hasSerial: false, folderName: '100_PANA' }),
  model('NIKON CORPORATION', 'NIKON D750', 'DSC_', { saysShutterCount: true, folderName: '100D750' }),
  model('NIKON CORPORATION', 'NIKON D750', 'D2B_', { saysShutterCount: true, folderName: '101D750' }),
  model('Canon', 'Canon EOS 6D', 'IMG_', { saysFileNumber: true, gpsShare: 0.6, folderName: '100CANON' }),
  model('Canon', 'Canon EOS 5D Mark II', '_MG_', { saysFileNumber: true, folderName: '101CANON' }),
  model('SONY', 'ILCE-7M3', 'DSC0', { folderName: '100MSDCF' }),
  model('FUJIFILM', 'X-T2', 'DSCF', { folderName: '100_FUJI' }),
  model('OLYMPUS CORPORATION', 'E-M1', '_P', { folderName: '100OLYMP' }),
];

function model(make: string, name: string, prefix: string, more: Partial<Model>): Model {
  const base = { gpsShare: 0, saysShutterCount: false, saysFileNumber: false, hasSerial: true };
  return { make, model: name, prefix, folderName: '100DCIM', ...base, ...more };
}

/**
 * Bodies that follow and overlap one another. The first has no serial, the second and third are of one model.
 * @param count 1 or more
 * @param fromMillis first day of the library
 */
export function makeBodies(count: number, fromMillis: number, toMillis: number, draws: Draws): Body[] {
  const span = toMillis - fromMillis;
  return Array.from({ length: count }, (_, i) => {
    const start = i === 0 ? 0 : (i / count) * 0.75 + draws.between(-0.04, 0.04);
    const end = i >= count - 2 ? 1 : start + Math.max(0.45, 1.6 / count);
    return bodyOf(MODELS[i % MODELS.length]!, i, fromMillis + start * span, fromMillis + end * span, draws);
  });
}

/** A friend's body. */
export function guestBody(millis: number, index: number, draws: Draws): Body {
  const guest = bodyOf(draws.pick(MODELS), 100 + index, millis - 3 * 365 * DAY_MILLIS, millis, draws);
  return { ...guest, folderName: 'from a friend' };
}

function bodyOf(of: Model, index: number, fromMillis: number, toMillis: number, draws: Draws): Body {
  const year = new Date(fromMillis).getUTCFullYear();
  const epochs = EPOCH_YEARS.filter((epoch) => epoch < year);
  const serial = String(draws.integer(1_000_000, 9_999_999));
  const extension = draws.chance(0.5) ? 'JPG' : of.make === 'Canon' ? 'CR2' : 'JPG';
  return {
    ...of,
    kind: 'camera',
    serial: of.hasSerial ? `${serial}${index}` : null,
    fromMillis,
    toMillis,
    epochMillis: Date.UTC(draws.pick(epochs.length > 0 ? epochs : [1980]), 0, 1),
    nameOf: (counter) => `${of.prefix}${numberOf(of, counter)}.${extension}`,
  };
}

/** 0001 to 9999 and again; Panasonic counts 999 in a folder and puts the folder in front. */
function numberOf({ make }: Model, counter: number): string {
  if (make !== 'Panasonic') return String(((counter - 1) % 9999) + 1).padStart(4, '0');
  const folder = 100 + (Math.floor((counter - 1) / 999) % 900);
  return `${folder}${String(((counter - 1) % 999) + 1).padStart(4, '0')}`;
}

/** The phones of the years, one after another; their clocks are set by the network. */
export function makePhones(fromMillis: number, toMillis: number): Body[] {
  const phone = (make: string, name: string, from: number, to: number, nameOf: Body['nameOf']): Body => ({
    make,
    model: name,
    serial: null,
    kind: 'phone',
    fromMillis: Math.max(fromMillis, from),
    toMillis: Math.min(toMillis, to),
    epochMillis: 0,
    gpsShare: 0.9,
    saysShutterCount: false,
    saysFileNumber: false,
    folderName: 'phone',
    nameOf,
  });
  const digits = (millis: number) => new Date(millis).toISOString().replace(/\D/g, '');
  const local = (truth: number) => `${digits(truth).slice(0, 8)}_${digits(truth).slice(8, 14)}`;
  const change = [Date.UTC(2009, 2, 1), Date.UTC(2014, 5, 1), Date.UTC(2019, 9, 1)] as const;
  return [
    phone('Apple', 'iPhone 4', change[0], change[1], (counter) => {
      return `IMG_${String(((counter - 1) % 9999) + 1).padStart(4, '0')}.JPG`;
    }),
    phone('samsung', 'SM-G920F', change[1], change[2], (_counter, truth) => `${local(truth)}.jpg`),
    phone('Google', 'Pixel 4', change[2], toMillis, (counter, _truth, utc) => {
      return `PXL_${local(utc)}${String(counter % 1000).padStart(3, '0')}.jpg`;
    }),
  ].filter((body) => body.toMillis > body.fromMillis);
}
