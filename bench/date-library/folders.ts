import { MINUTE_MILLIS, periodOf } from '../../src/algorithms/wall-time.ts';
import type { DatePrecision } from '../../src/domain/capture-time.ts';
import type { Draws } from './draws.ts';
import type { Shares } from './shares.ts';
import type { Folder, Journey, Run, Shoot, Shot } from './world.ts';

type Style = 'day' | 'month' | 'year' | 'import' | 'none';

/** What people do with the photos of one shoot. */
interface Habit {
  readonly style: Style;
  /** Path of the shoot's folder; unused by import programs. */
  readonly event: string;
  readonly named: Folder['named'];
  readonly layout: 'one' | 'bodies' | 'cards' | 'camera';
  readonly isPhoneApart: boolean;
  readonly isShuffled: boolean;
}

/**
 * Puts all photos into folders and gives them names. Half of the journeys are one folder; a folder without a date
 * may be `to sort`, which several shoots share. Names of months and years are those of the first photo.
 */
export function fileAway(runs: readonly Run[], shares: Shares, draws: Draws): void {
  const habits = new Map<Shoot, Habit>();
  const journeys = new Map<Journey, Habit | null>();
  let serial = 0;
  for (const run of runs) {
    if (habits.has(run.shoot)) continue;
    const { journey } = run.shoot;
    if (journey !== null && !journeys.has(journey)) {
      const isOneFolder = draws.chance(0.5);
      journeys.set(journey, isOneFolder ? habitOf(run.shoot, ++serial, true, shares, draws) : null);
    }
    const shared = journey === null ? null : journeys.get(journey);
    habits.set(run.shoot, shared ?? habitOf(run.shoot, ++serial, false, shares, draws));
  }
  const folders = new Map<string, Folder>();
  for (const run of runs) {
    const habit = habits.get(run.shoot)!;
    const cards = habit.layout === 'cards' ? draws.integer(2, 3) : 1;
    for (const [i, shot] of run.shots.entries()) {
      const card = 1 + Math.floor((i * cards) / run.shots.length);
      shot.folder = folderOf(shot, habit, card, folders);
      shot.name = run.body.nameOf(shot.counter, shot.truthMillis, shot.utcMillis);
    }
  }
  rename(runs, habits, draws);
}

function habitOf(shoot: Shoot, serial: number, isWholeJourney: boolean, shares: Shares, draws: Draws): Habit {
  const drawn = styleOf(draws.between(0, 1), shares);
  const style: Style = isWholeJourney && (drawn === 'day' || drawn === 'import') ? 'month' : drawn;
  const date = new Date(shoot.startMillis).toISOString();
  const above = style !== 'import' && draws.chance(0.25) ? `${date.slice(0, 4)}/` : '';
  const isUnsorted = style === 'none' && !isWholeJourney && draws.chance(0.15);
  const name = {
    day: `${draws.chance(0.8) ? date.slice(0, 10) : date.slice(0, 10).replaceAll('-', '')} ${shoot.place}`,
    month: `${date.slice(0, 7)} ${shoot.place}`,
    year: draws.chance(0.5) ? `${date.slice(0, 4)} ${shoot.place}` : `${shoot.place} ${date.slice(0, 4)}`,
    import: '',
    none: isUnsorted ? `to sort ${Math.floor(serial / 12)}` : `${shoot.place} no ${serial}`,
  }[style];
  const isYear = above !== '' || style === 'year';
  const precision = style === 'day' || style === 'month' ? style : isYear ? ('year' as const) : null;
  const layouts = ['one', 'one', 'one', 'one', 'one', 'one', 'bodies', 'bodies', 'cards', 'camera'] as const;
  return {
    style,
    event: `${above}${name}/`,
    named: precision && named(shoot.startMillis, precision),
    layout: draws.pick(layouts),
    isPhoneApart: draws.chance(0.4),
    isShuffled: style !== 'import' && draws.chance(shares.shuffles),
  };
}

function styleOf(share: number, shares: Shares): Style {
  const { dayFolders, monthFolders, yearFolders, importFolders } = shares;
  if (share < dayFolders) return 'day';
  if (share < dayFolders + monthFolders) return 'month';
  if (share < dayFolders + monthFolders + yearFolders) return 'year';
  return share < dayFolders + monthFolders + yearFolders + importFolders ? 'import' : 'none';
}

function folderOf(shot: Shot, habit: Habit, card: number, folders: Map<string, Folder>): Folder {
  const { body } = shot.run;
  const make = (event: string, below: string, named: Folder['named']): Folder => {
    const path = `${event}${below}`;
    const known = folders.get(path);
    if (known !== undefined) return known;
    const folder = { path, event, named };
    folders.set(path, folder);
    return folder;
  };
  if (body.kind === 'phone' && habit.isPhoneApart) {
    const year = new Date(shot.truthMillis).toISOString().slice(0, 4);
    return make(`Phone/${year}/`, '', named(shot.truthMillis, 'year'));
  }
  if (habit.style === 'import') {
    const day = new Date(shot.readingMillis).toISOString().slice(0, 10);
    return make(`Imported/${day.slice(0, 4)}/${day}/`, '', named(shot.readingMillis, 'day'));
  }
  const below = {
    one: '',
    bodies: `${body.model} ${body.serial?.slice(-3) ?? ''}`.trim().concat('/'),
    cards: `card${card}/`,
    camera: `${body.folderName}/`,
  }[habit.layout];
  return make(habit.event, below, habit.named);
}

function named(millis: number, precision: DatePrecision): Folder['named'] {
  return { ...periodOf(millis, precision), precision };
}

/** `paris_001.jpg` in random order, all bodies of the shoot together; exports without EXIF often get new names too. */
function rename(runs: readonly Run[], habits: ReadonlyMap<Shoot, Habit>, draws: Draws): void {
  const byShoot = new Map<Shoot, Shot[]>();
  for (const run of runs) {
    if (habits.get(run.shoot)!.isShuffled) {
      const list = byShoot.get(run.shoot) ?? [];
      list.push(...run.shots.filter((shot) => !shot.folder.path.startsWith('Phone/')));
      byShoot.set(run.shoot, list);
    }
    const stripped = run.shots.filter(({ kept, isNumbered }) => kept === 'nothing' && isNumbered);
    if (stripped.length > 0 && draws.chance(0.5)) {
      const tag = 'abcdefghijkmnpqrstuvwxyz'[draws.integer(0, 23)];
      number(stripped, `export ${run.shoot.place.toLowerCase()}-${tag}`);
    }
  }
  for (const [shoot, shots] of byShoot) {
    const name = shoot.place.toLowerCase().replaceAll(' ', '');
    number(draws.shuffled(shots), `${name}${Math.floor(shoot.startMillis / MINUTE_MILLIS) % 97}`);
  }
}

function number(shots: readonly Shot[], stem: string): void {
  shots.forEach((shot, i) => {
    shot.name = `${stem}_${String(i + 1).padStart(3, '0')}.jpg`;
    shot.isNumbered = false;
  });
}
