import { describe, expect, it } from 'vitest';
import { type DateLibrary, makeDateLibrary } from '../bench/date-library/library.ts';
import { DEFAULT_SHARES, type ShareName, sharesWith } from '../bench/date-library/shares.ts';
import { FAULTS, type Fault, type Run } from '../bench/date-library/world.ts';
import { timeWindows } from '../src/algorithms/time-windows.ts';
import { DAY_MILLIS, HOUR_MILLIS, MINUTE_MILLIS } from '../src/algorithms/wall-time.ts';

/** Many small shoots, so that a share of runs is near what was asked. */
const OPTIONS = { seed: 11, size: 12_000, shoots: 900 } as const;
const LIBRARY = makeDateLibrary(OPTIONS);

const cameraRuns = ({ runs }: DateLibrary) => runs.filter(({ body }) => body.kind === 'camera');
const hasFault = (run: Run, fault: Fault) => run.pieces.some((piece) => piece.fault === fault);
const shareOf = (library: DateLibrary, counts: (run: Run) => boolean) =>
  cameraRuns(library).filter(counts).length / cameraRuns(library).length;

describe('A made library', () => {
  it('is the same for the same seed', () => {
    const again = makeDateLibrary(OPTIONS);
    expect(again.witnesses).toEqual(LIBRARY.witnesses);
    expect(again.truth).toEqual(LIBRARY.truth);
  });

  it('is another for another seed', () => {
    const other = makeDateLibrary({ ...OPTIONS, seed: 12 });
    const paths = new Set(LIBRARY.witnesses.map((witness) => witness.files[0]?.relativePath));
    const shared = other.witnesses.filter((witness) => paths.has(witness.files[0]!.relativePath));
    expect(shared.length).toBeLessThan(OPTIONS.size / 20);
  });

  const sizes = [
    { size: 1 },
    { size: 10 },
    { size: 1000, bodies: 1 },
    { size: 1000, bodies: 12, years: 5 },
    { size: 1000, years: 1, shoots: 3 },
    { size: 100, shoots: 300 },
  ];
  for (const options of sizes) {
    it(`of ${JSON.stringify(options)} has as many photos, each with a key and paths of its own`, () => {
      const { witnesses, truth } = makeDateLibrary({ seed: 3, ...options });
      expect(witnesses).toHaveLength(options.size);
      expect(truth).toHaveLength(options.size);
      expect(new Set(witnesses.map((witness) => witness.key)).size).toBe(options.size);
      const paths = witnesses.flatMap((witness) => witness.files.map((file) => file.relativePath));
      expect(new Set(paths).size).toBe(paths.length);
    });
  }

  for (const wrong of [
    { size: 0 },
    { size: 10, years: 0.5 },
    { size: 10, bodies: 0 },
    { size: Number.NaN },
  ]) {
    it(`of ${JSON.stringify(wrong)} is refused`, () => {
      expect(() => makeDateLibrary({ seed: 1, ...wrong })).toThrow(RangeError);
    });
  }

  it('says in its witnesses nothing that only the truth knows', () => {
    for (const witness of LIBRARY.witnesses) {
      expect(witness.key).toMatch(/^k[0-9a-z]{6}$/);
      expect(witness.decision).toBeNull();
      expect(witness.files[0]!.relativePath.startsWith(witness.folder)).toBe(true);
    }
  });
});

describe('Shares', () => {
  const ofRuns: { share: ShareName; fault: Fault }[] = [
    { share: 'resets', fault: 'reset' },
    { share: 'restarts', fault: 'restarting clock' },
    { share: 'stopped', fault: 'stopped clock' },
    { share: 'daylight', fault: 'daylight saving' },
    { share: 'years', fault: 'wrong year' },
    { share: 'swaps', fault: 'day and month swapped' },
    { share: 'halfDays', fault: 'twelve hours' },
    { share: 'minutes', fault: 'minutes off' },
  ];
  for (const { share, fault } of ofRuns) {
    it(`of ${share} are kept: by default and when asked for three times as many`, () => {
      const asked = DEFAULT_SHARES[share];
      const isIt = (run: Run) => hasFault(run, fault);
      expect(shareOf(LIBRARY, isIt)).toBeCloseTo(asked, 2);
      const more = makeDateLibrary({ ...OPTIONS, shares: sharesWith([`${share}=${asked * 3}`]) });
      expect(shareOf(more, isIt)).toBeCloseTo(asked * 3, 2);
    });
  }

  it('of zones and returns are kept together', () => {
    const asked = DEFAULT_SHARES.zones + DEFAULT_SHARES.returns;
    expect(shareOf(LIBRARY, (run) => hasFault(run, 'wrong zone'))).toBeCloseTo(asked, 2);
  });

  it('of scans, messages and named files are exact', () => {
    const count = (fault: Fault) => LIBRARY.truth.filter((photo) => photo.fault === fault).length;
    expect(count('scan')).toBe(Math.round(OPTIONS.size * DEFAULT_SHARES.scans));
    expect(count('message')).toBe(Math.round(OPTIONS.size * DEFAULT_SHARES.messages));
    expect(count('named by the second')).toBe(Math.round(OPTIONS.size * DEFAULT_SHARES.namedFiles));
  });

  it('of nothing wrong give right clocks alone', () => {
    const clocks: ShareName[] = [
      ...ofRuns.map(({ share }) => share),
      'zones',
      'returns',
      'stripped',
      'lostDates',
    ];
    const others: ShareName[] = ['scans', 'messages', 'namedFiles'];
    const shares = sharesWith([...clocks, ...others].map((name) => `${name}=0`));
    const { truth } = makeDateLibrary({ seed: 1, size: 2000, shares });
    expect(new Set(truth.map((photo) => photo.fault))).toEqual(new Set(['right clock']));
    expect(new Set(truth.map((photo) => photo.recoverable))).toEqual(new Set(['hour']));
  });

  const wrong = ['scan=0.1', 'scans', 'scans=', 'scans=1.5', 'scans=-1', 'dayFolders=0.9'];
  for (const text of wrong) {
    it(`“${text}” is refused`, () => {
      expect(() => sharesWith([text])).toThrow(RangeError);
    });
  }
});

describe('Clocks', () => {
  const hours = (millis: number) => Math.abs(millis) / HOUR_MILLIS;

  it('are never wrong without a mark, and never marked without being wrong', () => {
    const harmless = new Set<Fault>(['right clock', 'minutes off']);
    for (const run of LIBRARY.runs) {
      for (const { fault, errorMillis } of run.pieces) {
        if (harmless.has(fault)) expect(hours(errorMillis!)).toBeLessThan(0.6);
        else if (errorMillis !== null) expect(hours(errorMillis)).toBeGreaterThan(0.9);
      }
    }
  });

  it('of phones are right', () => {
    const phones = LIBRARY.runs.filter(({ body }) => body.kind === 'phone').flatMap(({ shots }) => shots);
    expect(phones.length).toBeGreaterThan(50);
    expect(phones.filter((shot) => shot.readingMillis !== shot.truthMillis)).toEqual([]);
  });

  it('that were reset start at the first date of their model and run on as the photos do', () => {
    const resets = LIBRARY.runs.flatMap((run) => run.pieces.filter((piece) => piece.fault === 'reset'));
    expect(resets.length).toBeGreaterThan(10);
    for (const { shots } of resets) {
      const since = shots[0]!.readingMillis - shots[0]!.run.body.epochMillis;
      expect(since).toBeGreaterThanOrEqual(-MINUTE_MILLIS);
      expect(since).toBeLessThan(125 * DAY_MILLIS);
      expect(shots.at(-1)!.readingMillis - shots[0]!.readingMillis).toBe(
        shots.at(-1)!.truthMillis - shots[0]!.truthMillis,
      );
    }
  });

  it('are in the modification times of their cards, whole hours away at most', () => {
    const shots = LIBRARY.runs.flatMap((run) => run.shots);
    const kept = shots.filter((shot) => {
      const beside = Math.abs(shot.mtimeMillis - shot.readingMillis) % HOUR_MILLIS;
      return Math.min(beside, HOUR_MILLIS - beside) <= 2000;
    });
    expect(kept.length / shots.length).toBeGreaterThan(0.6);
  });

  it('have every fault', () => {
    expect(new Set(LIBRARY.truth.map((photo) => photo.fault))).toEqual(new Set(FAULTS));
  });
});

describe('Shoots', () => {
  it('have pauses under an hour, but for a lunch: one or two windows each', () => {
    const byShoot = Map.groupBy(
      LIBRARY.runs.flatMap((run) => run.shots),
      (shot) => shot.run.shoot,
    );
    const windows = [...byShoot.values()].map((shots) => {
      const photos = shots.map((shot, i) => ({ key: String(i), wallMillis: shot.truthMillis }));
      return timeWindows(photos, { mode: 'gap', windowMinutes: 60 }).length;
    });
    expect(Math.max(...windows)).toBe(2);
    expect(windows.filter((count) => count === 1).length / windows.length).toBeGreaterThan(0.9);
  });

  it('count releases upwards, body by body', () => {
    for (const shots of Map.groupBy(LIBRARY.runs, (run) => run.body).values()) {
      const inOrder = shots.flatMap((run) => run.shots).sort((a, b) => a.utcMillis - b.utcMillis);
      for (let i = 1; i < inOrder.length; i++) {
        if (inOrder[i]!.run === inOrder[i - 1]!.run) {
          expect(inOrder[i]!.counter).toBeGreaterThan(inOrder[i - 1]!.counter);
        }
      }
    }
  });
});
