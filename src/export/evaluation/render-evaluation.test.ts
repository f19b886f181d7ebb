import { describe, expect, it } from 'vitest';
import type { EvaluationPage, PageLabel } from './evaluation-page.ts';
import { renderEvaluation } from './render-evaluation.ts';

const FIGURES = {
  ...{ proposed: 3, right: 2, wrong: 1, undecided: 0, missed: 1 },
  ...{ precision: 2 / 3, low: 0.21, high: 0.94, recall: 2 / 3 },
};

const LABEL: PageLabel = { label: 'sea', ...FIGURES, averagePrecision: 0.5, before: null };

const BINS = Array.from({ length: 10 }, (_, i) => ({
  ...{ from: i / 10, to: (i + 1) / 10, count: i === 7 ? 20 : 0, low: 0, high: 1 },
  ...(i === 7 ? { stated: 0.75, observed: 0.5, low: 0.3, high: 0.7 } : { stated: null, observed: null }),
}));

const page = (changes: Partial<EvaluationPage> = {}): EvaluationPage => ({
  title: 'How well tags are proposed',
  generatedAt: 'today',
  libraryFolders: ['/photos'],
  basis: 'From your decisions',
  photos: 4,
  all: FIGURES,
  meanAveragePrecision: 0.5,
  labels: [LABEL],
  unknownLabels: 0,
  calibration: {
    ...{ judged: 20, withoutProbability: 3, bins: BINS },
    ...{ expectedError: 0.25, maximumError: 0.25, brierScore: 0.31 },
  },
  confusion: { rows: ['lake'], columns: ['sea', 'fog'], photos: [[3, 0]], insteadOf: [[2, 0]], morePairs: 0 },
  against: null,
  notes: [],
  ...changes,
});

describe('the page of an evaluation', () => {
  it('is one file that fetches nothing and runs nothing', () => {
    const html = renderEvaluation(page());
    expect(html.match(/(?:src|href)="[^"]*"/g)).toEqual(['href="data:,"', 'href="#labels"']);
    expect(html).not.toContain('<script');
    expect(html).not.toMatch(/\son\w+=/);
    expect(html).toContain('default-src &#39;none&#39;');
  });

  it('lets no name out of its place', () => {
    const name = '"><script>alert(1)</script>\u202e';
    const html = renderEvaluation(
      page({
        basis: name,
        libraryFolders: [name],
        labels: [{ ...LABEL, label: name }],
        confusion: { rows: [name], columns: [name], photos: [[1]], insteadOf: [[1]], morePairs: 0 },
        against: name,
        notes: [name],
      }),
    );
    expect(html).not.toContain('<script');
    expect(html).not.toContain('\u202e');
    expect(html).not.toContain('NaN');
  });

  it('says the plot in words and in figures', () => {
    const html = renderEvaluation(page());
    expect(html).toContain(
      'aria-label="Calibration: expected error 0.25. Said 70 to 80 %: 20 proposals, on average 75\u00a0%; right 50\u00a0% (95 %: 30 to 70)."',
    );
    expect(html).toContain('<td>75\u00a0%</td><td>50\u00a0% (30–70)</td>');
    expect(html).toContain('3 more judged proposals say no probability');
  });

  it('draws what was right from below, and what is off between that and what was said', () => {
    const html = renderEvaluation(page());
    const [, top, height] = /class="observed"[^>]* y="([\d.]+)" height="([\d.]+)"/.exec(html)!.map(Number);
    const [, gapTop, gapHeight] = /class="gap"[^>]* y="([\d.]+)" height="([\d.]+)"/.exec(html)!.map(Number);
    expect(height).toBe(180);
    expect(gapTop! + gapHeight!).toBeCloseTo(top!);
    expect(gapHeight).toBe(90);
  });

  it('frames what stands in for another, and says each cell in words', () => {
    const html = renderEvaluation(page());
    expect(html).toContain('class="hot instead"');
    expect(html).toContain(
      'title="lake proposed where sea was right: 3 photos, on 2 of them sea was not proposed"',
    );
    const seldom = { ...page().confusion, insteadOf: [[1, 0]] };
    expect(renderEvaluation(page({ confusion: seldom }))).not.toContain('class="hot instead"');
  });

  it('shows what was before', () => {
    const before = { precision: 0.25, recall: null, averagePrecision: 0.125, clear: true };
    const html = renderEvaluation(page({ against: '“then” of 2026-01-01', labels: [{ ...LABEL, before }] }));
    expect(html).toContain('<tr class="clear">');
    expect(html).toContain('67\u00a0%<br><small>25\u00a0%</small>');
    expect(html).toContain('before 25\u00a0%');
    expect(html).toContain('“then” of 2026-01-01');
  });

  it.each([
    { changes: { labels: [] }, says: 'Nothing is decided yet' },
    {
      changes: { calibration: { ...page().calibration, judged: 0, withoutProbability: 2 } },
      says: 'None of the judged proposals says how likely it is',
    },
    {
      changes: { confusion: { rows: [], columns: [], photos: [], insteadOf: [], morePairs: 0 } },
      says: 'No confusion between labels',
    },
    { changes: { confusion: { ...page().confusion, morePairs: 1200 } }, says: '1,200 rarer pairs' },
    { changes: { unknownLabels: 1 }, says: '1 more label is proposed' },
    { changes: { labels: [{ ...LABEL, precision: null }] }, says: 'aria-label="nothing is known"' },
  ])('says “$says”', ({ changes, says }) => {
    expect(renderEvaluation(page(changes))).toContain(says);
  });
});
