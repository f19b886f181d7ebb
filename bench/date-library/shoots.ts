import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from '../../src/algorithms/wall-time.ts';
import type { Draws } from './draws.ts';
import type { Shares } from './shares.ts';
import type { Journey, Shoot } from './world.ts';
import { FAR_PLACES, HOME_PLACES, homeOffsetMinutes, utcAtHome } from './zones.ts';

/**
 * When and where photos were taken, by time. Shoots are on days of their own, but for a few evenings after
 * another shoot; a journey is a shoot a day, three to seven days, in one other zone.
 * @param count shoots in all
 * @param fromMillis first day, 00:00 wall time
 * @param toMillis day after the last
 */
export function makeShoots(
  count: number,
  fromMillis: number,
  toMillis: number,
  shares: Shares,
  draws: Draws,
): Shoot[] {
  const days = Math.floor((toMillis - fromMillis) / DAY_MILLIS);
  const taken = new Set<number>();
  const shoots: Shoot[] = [];
  const onJourneys = Math.round(count * shares.journeys);

  while (shoots.length < onJourneys) {
    const length = Math.min(onJourneys - shoots.length, draws.integer(3, 7));
    const first = freeDays(length + 2, days, taken, draws);
    const place = draws.pick(FAR_PLACES);
    const startMillis = fromMillis + (first + 1) * DAY_MILLIS;
    const journey: Journey = { place: place.name, offsetMinutes: place.offsetMinutes, startMillis };
    for (let day = 0; day < length; day++) {
      shoots.push({ ...shootOn(startMillis + day * DAY_MILLIS, draws), ...where(journey), journey });
    }
  }
  while (shoots.length < count) {
    const day = fromMillis + freeDays(1, days, taken, draws) * DAY_MILLIS;
    const place = draws.pick(HOME_PLACES);
    const shoot = { ...atHome(shootOn(day, draws)), place, journey: null };
    shoots.push(shoot);
    const isFreeEvening = shoot.startMillis + shoot.durationMillis < day + 18 * HOUR_MILLIS;
    if (isFreeEvening && shoots.length < count && draws.chance(0.05)) {
      const evening = {
        startMillis: day + draws.between(20.5, 21) * HOUR_MILLIS,
        durationMillis: draws.between(1, 3) * HOUR_MILLIS,
      };
      shoots.push({ ...atHome(evening), place: draws.pick(HOME_PLACES), journey: null });
    }
  }
  return shoots.sort((a, b) => a.startMillis - b.startMillis);
}

/** First of so many days in a row that nobody has yet; in a full calendar any. */
function freeDays(length: number, days: number, taken: Set<number>, draws: Draws): number {
  let first = 0;
  for (let attempt = 0; attempt < 200; attempt++) {
    first = draws.integer(0, days - length);
    const wanted = Array.from({ length }, (_, i) => first + i);
    if (wanted.some((day) => taken.has(day))) continue;
    for (const day of wanted) taken.add(day);
    return first;
  }
  return first;
}

/** Day shoots of one to ten hours, and one in eight in the evening, some past midnight. */
function shootOn(day: number, draws: Draws): Pick<Shoot, 'startMillis' | 'durationMillis'> {
  const isEvening = draws.chance(0.125);
  const start = isEvening ? draws.between(19, 22) : draws.between(6.5, 15);
  const hours = isEvening ? draws.between(1, 4.5) : draws.between(1, Math.min(10, 22 - start));
  return { startMillis: day + start * HOUR_MILLIS, durationMillis: hours * HOUR_MILLIS };
}

const where = ({ place, offsetMinutes }: Journey) => ({ place, offsetMinutes });

function atHome<T extends Pick<Shoot, 'startMillis'>>(shoot: T): T & { offsetMinutes: number } {
  return { ...shoot, offsetMinutes: homeOffsetMinutes(utcAtHome(shoot.startMillis)) };
}

/**
 * True times of a shoot: scenes with bursts. The pause between scenes is under 50 minutes, but for a lunch of two
 * hours in one of five long shoots. Few photos make a short shoot.
 * @param count photos
 * @returns one list of ascending wall times a scene
 */
export function makeScenes(shoot: Shoot, count: number, draws: Draws): number[][] {
  const minutes = Math.min(shoot.durationMillis / MINUTE_MILLIS, count * 20);
  const perScene = draws.between(3, 12);
  const scenes = Math.min(count, Math.max(1, Math.round(count / perScene), Math.ceil(minutes / 30)));
  const lunch =
    minutes > 240 && draws.chance(0.2) ? Math.floor(scenes * draws.between(0.35, 0.65)) : Number.NaN;
  const made: number[][] = [];
  let time = shoot.startMillis;
  for (let scene = 0, left = count; scene < scenes; scene++) {
    const share = left / (scenes - scene);
    const frames =
      scene === scenes - 1
        ? left
        : clamp(Math.round(share * draws.skewed(0.5)), 1, left - (scenes - scene - 1));
    left -= frames;
    const pace = draws.chance(0.4) ? draws.between(0.3, 3) : draws.between(4, 60);
    const times: number[] = [];
    for (let frame = 0; frame < frames; frame++) {
      times.push(Math.floor(time / 1000) * 1000);
      time += Math.min(draws.between(0.3, 1.7) * pace, (20 * 60) / frames) * 1000;
    }
    made.push(times);
    const pause = Math.min(50, (minutes / scenes) * -Math.log(1 - draws.between(0, 0.999)) * 0.8);
    time += (scene + 1 === lunch ? draws.between(100, 140) : Math.max(0.2, pause)) * MINUTE_MILLIS;
  }
  return made;
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
