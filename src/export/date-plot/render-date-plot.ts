import { createHash } from 'node:crypto';
import { Html, html } from '../contact-sheet/html.ts';
import { STYLE } from '../contact-sheet/style.ts';
import {
  CLOCK_LEVELS,
  type DatePlot,
  type PlotLane,
  type PlotRun,
  type PlotSummary,
  TRUST_LEVELS,
} from './date-plot.ts';
import { encodeBins } from './encode-bins.ts';
import { datePlotScript } from './page-script.ts';
import { PLOT_STYLE } from './style.ts';

/** The picture as a whole HTML document that needs no other file. */
export function renderDatePlot(plot: DatePlot): string {
  const script = datePlotScript();
  // Nothing is fetched, and no script runs but ours, whatever a camera or a folder is called.
  const policy = [
    "default-src 'none'",
    'img-src data:',
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const extent = extentOf(plot);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${plot.title}</title>
<style>${new Html(STYLE)}${new Html(PLOT_STYLE)}</style>
</head>
<body${plot.lanes.some(({ undated }) => undated > 0) && html` class="has-rest"`}>
<a class="skip" href="#runs">To the list of clocks</a>
<header class="top wide">
<h1>${plot.title}</h1>
<p>${plot.libraryFolders.join(' · ')}</p>
${numbers(plot.summary)}
</header>
${extent !== null && timeline()}
<main class="wide">
${extent === null ? nothingYet(plot.summary) : plot.lanes.map(lane)}
${extent !== null && runTable(plot)}
</main>
<footer class="wide"><p>Made ${plot.generatedAt}. Nothing is written to photos: decisions are kept beside them.</p></footer>
<div id="tip" hidden></div>
${extent !== null && html`<script type="application/json" id="data">${new Html(dataOf(plot, extent))}</script>`}
<script type="module">${new Html(script)}</script>
</body>
</html>
`.source;
}

function numbers({ photos, trusted, uncertain, undated, shifted, doubtful, decided }: PlotSummary): Html {
  const entries: readonly (readonly [string, number, 'bad' | 'plain'])[] = [
    ['photos', photos, 'plain'],
    ['with the hour confirmed', trusted, 'plain'],
    ['uncertain', uncertain, 'plain'],
    ['without a date', undated, 'plain'],
    ['clocks put right', shifted, 'plain'],
    ['clocks decided by you', decided, 'plain'],
    ['clocks to be decided', doubtful, 'bad'],
  ];
  return html`<dl class="numbers">${entries.map(
    ([label, value, kind]) =>
      html`<div class="${value === 0 ? 'zero' : kind}"><dt>${label}</dt><dd>${value.toLocaleString('en')}</dd></div>`,
  )}</dl>`;
}

const LEGEND: readonly (readonly [kind: string, colour: string, words: string])[] = [
  ['', '--t-sure', 'the hour is confirmed (trust 0.8 and more)'],
  ['', '--t-likely', 'the day is sure, the hour as the camera says (0.5 to 0.8)'],
  ['', '--t-doubtful', 'doubtful'],
  ['', '--t-hand', 'set by hand'],
  ['faint', '--t-sure', 'only the day, month or year is known'],
  ['', '--moved', 'clock was wrong'],
  ['band', '--moved', 'put right'],
  ['guess', '--t-doubtful', 'to be decided'],
];

function timeline(): Html {
  return html`<div class="wide"><div class="tools">
<div class="buttons"><button type="button" id="earlier" aria-label="Earlier">←</button><button type="button" id="later" aria-label="Later">→</button><button type="button" id="closer" aria-label="Zoom in">+</button><button type="button" id="farther" aria-label="Zoom out">−</button><button type="button" id="photos">Fit photos</button><button type="button" id="everything">Fit clocks too</button></div>
<span id="seen" role="status"></span>
<span class="keys">drag, or <kbd>←</kbd> <kbd>→</kbd> to move; <kbd>Ctrl</kbd> and wheel, or <kbd>+</kbd> <kbd>−</kbd> to zoom; <kbd>0</kbd> <kbd>a</kbd> to fit</span>
<ul class="legend" aria-label="Colours">${LEGEND.map(
    ([kind, colour, words]) =>
      html`<li class="${kind}"><i style="--swatch: var(${colour})"></i>${words}</li>`,
  )}</ul>
</div></div>
<div class="plot"><div class="wide"><div class="strip-row"><span></span><canvas id="overview" role="img" aria-label="All cameras over the whole time; the frame is what is seen below"></canvas><span></span></div><div class="strip-row"><span></span><canvas id="axis" aria-hidden="true"></canvas><span></span></div></div></div>`;
}

function lane({ name, photos, undated, moved, words }: PlotLane, index: number): Html {
  return html`<section class="lane" aria-label="${name}">
<div class="who"><h2><bdi>${name}</bdi></h2><p>${counted(photos)}${moved > 0 && html`, <b>${moved.toLocaleString('en')} put right</b>`}</p></div>
<canvas id="lane-${index}" role="img" aria-label="${words}"></canvas>
<p class="rest">${undated > 0 && `${undated.toLocaleString('en')} without a date`}</p>
</section>`;
}

function runTable({ runs, moreRuns }: DatePlot): Html {
  if (runs.length === 0) {
    return html`<section class="runs" id="runs"><h2>No suspicious clocks</h2><p>As far as folders, other cameras, satellites and the order of file names tell, every camera’s clock was right.</p></section>`;
  }
  const more =
    moreRuns > 0 &&
    html` ${moreRuns.toLocaleString('en')} smaller ones are not shown: <code>photo-tag dates --all</code>.`;
  return html`<section class="runs" id="runs"><h2>Clocks that were wrong, or may have been</h2>
<p>Accept what was put right with <code>photo-tag dates --accept all</code>; say when a run was taken with <code>photo-tag dates RUN --set 2008-07-05T14:30</code>; <code>--keep RUN</code> where the clock was right.${more}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Clocks that were wrong"><table>
<thead><tr><th scope="col">Run</th><th scope="col">Camera and folder</th><th scope="col">Photos</th><th scope="col">Clock said</th><th scope="col">Taken</th><th scope="col">What was done</th><th></th></tr></thead>
${runs.map(runRow)}
</table></div></section>`;
}

function runRow(run: PlotRun, index: number): Html {
  const { id, camera, folder, photos, state, stateWords, clockWords, takenWords, reasons, lane } = run;
  return html`<tbody><tr><th scope="row">${id}</th><td><bdi>${camera}</bdi><br><small><bdi>${folder}</bdi></small></td><td>${photos}</td><td>${clockWords}</td><td>${inTwoLines(takenWords)}</td><td class="state ${state}">${stateWords}</td><td class="last">${lane >= 0 && html`<button type="button" data-run="${index}" aria-label="Show ${id} in the picture">Show</button>`}</td></tr>${reasons !== '' && html`<tr class="why"><td></td><td colspan="6">${reasons}</td></tr>`}</tbody>`;
}

/** `2014-01-16 06:55 – 13:28  (+10 years)`: what is in brackets goes below. */
function inTwoLines(words: string): Html {
  const [times = '', remark] = words.split('  ');
  return html`${times}${remark !== undefined && html`<br><small>${remark.replace(/^\((.*)\)$/, '$1')}</small>`}`;
}

function nothingYet({ photos, undated }: PlotSummary): Html {
  return photos === 0
    ? html`<p class="empty"><strong>No photos yet</strong>Their dates appear here when the pipeline has run: photo-tag run FOLDER</p>`
    : html`<p class="empty"><strong>No dates</strong>Nothing says when the ${undated.toLocaleString('en')} photos were taken.</p>`;
}

interface Extent {
  /** With what clocks said. */
  readonly whole: readonly [number, number];
  /** Of the dates as they were found; without those that are known to the day or less, where there are others. */
  readonly taken: readonly [number, number];
}

/** Null where nothing has a date. */
function extentOf({ lanes, runs, stepMillis, originMillis }: DatePlot): Extent | null {
  const taken = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as [number, number];
  const whole = [...taken] as [number, number];
  const vague = [...taken] as [number, number];
  const widen = (extent: [number, number], from: number, to: number) => {
    extent[0] = Math.min(extent[0], from);
    extent[1] = Math.max(extent[1], to);
  };
  const at = (bin: number) => originMillis + bin * stepMillis;
  for (const lane of lanes) {
    for (const level of TRUST_LEVELS) {
      const [first] = lane.taken[level];
      const last = lane.taken[level].at(-1);
      if (first && last) widen(taken, at(first[0]), at(last[0] + 1));
    }
    for (const [from, to] of lane.stretches) widen(vague, at(from), at(to));
    for (const level of CLOCK_LEVELS) {
      const [first] = lane.clock[level];
      const last = lane.clock[level].at(-1);
      if (first && last) widen(whole, at(first[0]), at(last[0] + 1));
    }
  }
  for (const { from, to } of runs) for (const time of [...from, ...(to ?? [])]) widen(whole, time, time);
  const seen = Number.isFinite(taken[0]) ? taken : vague;
  if (!Number.isFinite(seen[0])) return null;
  widen(whole, ...taken);
  widen(whole, ...vague);
  return { whole, taken: seen };
}

/** JSON that cannot end the script element that it stands in. */
function dataOf({ lanes, runs, stepMillis, originMillis }: DatePlot, { whole, taken }: Extent): string {
  const data = {
    origin: originMillis,
    step: stepMillis,
    whole,
    seen: taken,
    lanes: lanes.map(({ clock, taken, stretches }) => ({
      clock: CLOCK_LEVELS.map((level) => encodeBins(clock[level])),
      taken: TRUST_LEVELS.map((level) => encodeBins(taken[level])),
      stretches: stretches.map(([from, to, level, photos]) => [
        from,
        to,
        TRUST_LEVELS.indexOf(level),
        photos,
      ]),
    })),
    runs: runs.map(({ id, lane, photos, state, stateWords, from, to, clockWords, takenWords, reasons }) => ({
      ...{ id, lane, photos, state, stateWords, from, to, clockWords, takenWords, reasons },
    })),
  };
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

const counted = (photos: number): string =>
  photos === 1 ? '1 photo' : `${photos.toLocaleString('en')} photos`;
