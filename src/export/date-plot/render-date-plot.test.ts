import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DatePlot, PlotLane, PlotRun } from './date-plot.ts';
import { datePlotScript } from './page-script.ts';
import { renderDatePlot } from './render-date-plot.ts';

const LANE: PlotLane = {
  name: 'Canon </script><b>EOS</b>',
  photos: 3,
  undated: 1,
  moved: 1,
  words: 'Canon: 3 photos.',
  clock: { kept: [[0, 1]], moved: [] },
  taken: { hand: [], sure: [[4, 1]], likely: [], doubtful: [] },
  stretches: [[0, 96, 'doubtful', 1]],
};

const RUN: PlotRun = {
  id: 'r1',
  lane: 0,
  camera: LANE.name,
  folder: '/photos/"Rio"\u202e',
  photos: '1 photo',
  state: 'shifted',
  stateWords: 'put right by itself, 90 % sure',
  from: [0, 1],
  to: [5, 6],
  clockWords: '2000-01-01 00:05',
  takenWords: '2008-07-05 14:30  (+8 years)',
  shiftWords: '+8 years',
  reasons: 'it </script> started again',
};

const plot = (changes: Partial<DatePlot> = {}): DatePlot => ({
  title: 'Dates',
  generatedAt: 'today',
  libraryFolders: ['/photos'],
  summary: { photos: 3, trusted: 1, uncertain: 1, undated: 1, shifted: 1, doubtful: 0, decided: 0 },
  stepMillis: 900_000,
  originMillis: 0,
  lanes: [LANE],
  runs: [RUN],
  moreRuns: 0,
  ...changes,
});

const NOBODY = { photos: 0, trusted: 0, uncertain: 0, undated: 0, shifted: 0, doubtful: 0, decided: 0 };

describe('the picture of dates', () => {
  it('is one file that fetches nothing and runs no script but its own', () => {
    const page = renderDatePlot(plot());
    const addresses = page.match(/(?:src|href)="[^"]*"/g) ?? [];
    expect(addresses).toEqual(['href="data:,"', 'href="#runs"']);
    const scripts = [...page.matchAll(/<script type="module">([\s\S]*?)<\/script>/g)];
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256').update(scripts[0]![1]!).digest('base64');
    expect(page).toContain(`script-src &#39;sha256-${hash}&#39;`);
    expect(page).not.toMatch(/\son\w+=/);
  });

  it('lets no name out of its place', () => {
    const page = renderDatePlot(plot());
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page).not.toContain('<b>EOS');
    expect(page).not.toContain('\u202e');
    const [, data = ''] = /id="data">(.*?)<\/script>/.exec(page) ?? [];
    expect(JSON.parse(data)).toMatchObject({ runs: [{ reasons: RUN.reasons }], whole: [0, 86_400_000] });
  });

  it('says each lane and run in words too', () => {
    const page = renderDatePlot(plot());
    expect(page).toContain('role="img" aria-label="Canon: 3 photos."');
    expect(page).toContain('1 without a date');
    expect(page).toContain('2008-07-05 14:30<br><small>+8 years</small>');
    expect(page).toContain('aria-label="Show r1 in the picture"');
  });

  it.each([
    { changes: { lanes: [], runs: [], summary: NOBODY }, says: 'No photos yet' },
    {
      changes: {
        lanes: [
          { ...LANE, clock: { kept: [], moved: [] }, taken: { ...LANE.taken, sure: [] }, stretches: [] },
        ],
        runs: [],
      },
      says: 'No dates',
    },
    { changes: { runs: [] }, says: 'No suspicious clocks' },
    { changes: { moreRuns: 1200 }, says: '1,200 smaller ones are not shown' },
  ])('says “$says”', ({ changes, says }) => {
    expect(renderDatePlot(plot(changes))).toContain(says);
  });

  it('has a script that can be read, without imports', () => {
    const script = datePlotScript();
    expect(script).not.toMatch(/^\s*(?:import|export)\b/m);
    expect(() => new Function(script)).not.toThrow();
  });
});
