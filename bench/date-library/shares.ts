/**
 * How often each thing happens in the made library. No library was counted for these shares: they are a guess at
 * twenty years of one photographer who moved between computers, with more faults than most have, so that each
 * fault has enough photos to be judged by itself. The report has a row for each fault.
 */
export const DEFAULT_SHARES = {
  // Of the runs (one body in one shoot) of cameras that do not set their clock themselves:
  /** The clock restarted at its first date when the battery died, and ran on until somebody set it. */
  resets: 0.06,
  /** The backup battery is dead too: the clock restarts whenever the camera is switched on. */
  restarts: 0.015,
  /** The clock stands still: one instant for all photos. */
  stopped: 0.01,
  /** The clock still shows home on a journey of two zones or more. Never more than there are such runs. */
  zones: 0.04,
  /** The clock still shows the journey's zone at home. */
  returns: 0.01,
  /** Summer or winter time was not set, for months. */
  daylight: 0.04,
  /** Set a whole number of years wrong; month, day and time are right. */
  years: 0.025,
  /** Day and month exchanged when the clock was set. */
  swaps: 0.01,
  /** AM for PM. */
  halfDays: 0.02,
  /** 5 to 25 minutes off: harmless. */
  minutes: 0.08,
  /** An export took all EXIF away, of all photos of the run or of every third. */
  stripped: 0.03,
  /** A program saved them without DateTimeOriginal and CreateDate; ModifyDate is the day of that. All or every third. */
  lostDates: 0.015,
  /** A body of a known model without its serial number (a converter dropped it). */
  noSerials: 0.03,

  // Of the shoots:
  /** Belong to a journey into another zone. */
  journeys: 0.3,
  secondBodies: 0.5,
  phones: 0.5,
  /** A friend's body, never seen before or after. */
  guests: 0.04,
  dayFolders: 0.48,
  monthFolders: 0.14,
  yearFolders: 0.13,
  /** An import program named the folder after what the clock said, right or wrong. The rest has no date. */
  importFolders: 0.06,
  /** Copied as whole trees without their times: modification and birth are the minute of the copy. */
  treeCopies: 0.2,
  /** Moved to another computer with their modification times: birth is the day of the move. */
  moves: 0.4,
  /** Renamed, numbers in random order. */
  shuffles: 0.06,
  /** Stand once more below a folder named after the day of a backup. */
  backups: 0.02,

  // Of the photos:
  scans: 0.04,
  messages: 0.03,
  /** Screenshots, phone exports and saved pictures whose name says the second. */
  namedFiles: 0.015,
  /** Lie in a second folder, the best of the year for example. */
  bestOf: 0.02,
  /** Edited and saved: DateTimeOriginal stays, ModifyDate and modification time are later. */
  edits: 0.05,
} as const satisfies Readonly<Record<string, number>>;

export type ShareName = keyof typeof DEFAULT_SHARES;
export type Shares = Readonly<Record<ShareName, number>>;

/**
 * @param texts `scans=0.1` each, from the command line
 * @throws RangeError for an unknown name or a share outside of 0 to 1
 */
export function sharesWith(texts: readonly string[]): Shares {
  const shares: Record<string, number> = { ...DEFAULT_SHARES };
  for (const text of texts) {
    const [name = '', value = ''] = text.split('=');
    const share = Number(value);
    if (!Object.hasOwn(DEFAULT_SHARES, name)) {
      throw new RangeError(
        `No share is called “${name}”. There are: ${Object.keys(DEFAULT_SHARES).join(', ')}.`,
      );
    }
    if (value === '' || !(share >= 0 && share <= 1)) {
      throw new RangeError(`A share is a number from 0 to 1, as in ${name}=0.1, not “${text}”.`);
    }
    shares[name] = share;
  }
  atMostAll(shares, ['scans', 'messages', 'namedFiles']);
  atMostAll(shares, ['dayFolders', 'monthFolders', 'yearFolders', 'importFolders']);
  return shares as Shares;
}

function atMostAll(shares: Readonly<Record<string, number>>, names: readonly ShareName[]): void {
  const sum = names.reduce((total, name) => total + (shares[name] ?? 0), 0);
  if (sum > 1 + 1e-9)
    throw new RangeError(`${names.join(', ')} are ${sum.toFixed(2)} together: more than all.`);
}
