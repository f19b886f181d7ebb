import { Html, html } from '../contact-sheet/html.ts';
import { STYLE } from '../contact-sheet/style.ts';
import { confusionMatrix } from './confusion-matrix.ts';
import type { EvaluationPage, PageCalibration } from './evaluation-page.ts';
import { labelTable } from './label-table.ts';
import { reliabilityPlot } from './reliability-plot.ts';
import { percent, twoDigits } from './shares.ts';
import { EVALUATION_STYLE } from './style.ts';

/** Nothing is fetched and no script runs, whatever a label or a folder is called. */
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** An evaluation as a whole HTML document that needs no other file and no script. */
export function renderEvaluation(page: EvaluationPage): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${page.title}</title>
<style>${new Html(STYLE)}${new Html(EVALUATION_STYLE)}</style>
</head>
<body>
<a class="skip" href="#labels">To the figures by label</a>
<header class="top wide">
<h1>${page.title}</h1>
<p>${page.libraryFolders.join(' · ')}</p>
<p>${page.basis}</p>
${numbers(page)}
${page.notes.length > 0 && html`<ul class="notes" aria-label="What to know of these figures">${page.notes.map((note) => html`<li>${note}</li>`)}</ul>`}
</header>
<main class="wide">
${page.labels.length === 0 ? nothingYet() : [calibration(page.calibration), labelTable(page), confusionMatrix(page.confusion)]}
</main>
<footer class="wide"><p>Made ${page.generatedAt}.</p></footer>
</body>
</html>
`.source;
}

function numbers({ all, photos, labels, meanAveragePrecision }: EvaluationPage): Html {
  const entries: readonly (readonly [name: string, value: string, kind: 'bad' | 'plain' | 'zero'])[] = [
    ['precision', percent(all.precision), 'plain'],
    ['recall', percent(all.recall), 'plain'],
    ['mean average precision', twoDigits(meanAveragePrecision), 'plain'],
    ['labels', labels.length.toLocaleString('en'), 'plain'],
    ['photos', photos.toLocaleString('en'), 'plain'],
    ['right', all.right.toLocaleString('en'), 'plain'],
    ['wrong', all.wrong.toLocaleString('en'), all.wrong === 0 ? 'zero' : 'bad'],
    ['missed', all.missed.toLocaleString('en'), all.missed === 0 ? 'zero' : 'bad'],
  ];
  return html`<dl class="numbers">${entries.map(([name, value, kind]) => html`<div class="${kind}"><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function calibration(found: PageCalibration): Html {
  const { judged, withoutProbability, bins, expectedError, maximumError, brierScore } = found;
  if (judged === 0) {
    return html`<section class="part" id="calibration"><h2>No calibration to show</h2><p>${withoutProbability > 0 ? 'None of the judged proposals says how likely it is.' : 'No proposal was judged.'}</p></section>`;
  }
  const rows = bins.filter(({ count }) => count > 0);
  const without =
    withoutProbability > 0 &&
    ` ${withoutProbability.toLocaleString('en')} more judged proposals say no probability.`;
  return html`<section class="part" id="calibration"><h2>Is 70 % really 70 %?</h2>
<div class="calibration"><div>${reliabilityPlot(found)}
<ul class="key" aria-label="What the plot shows"><li><i></i>was right</li><li class="gap"><i></i>how far that is off</li><li class="diagonal"><i></i>as it should be</li><li class="whisker"><i></i>may be chance (95 %)</li><li class="count"><i></i>how many proposals</li></ul></div>
<div class="beside"><p>Of ${judged.toLocaleString('en')} proposals that were judged: what they said, and what they were.${without}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Calibration in figures"><table><thead><tr><th scope="col">Said</th><th scope="col">Proposals</th><th scope="col">On average</th><th scope="col">Was right (95 %)</th></tr></thead>
<tbody>${rows.map(
    ({ from, to, count, stated, observed, low, high }) =>
      html`<tr><th scope="row">${Math.round(from * 100)}–${percent(to)}</th><td>${count.toLocaleString('en')}</td><td>${percent(stated)}</td><td>${percent(observed)} (${Math.round(low * 100)}–${Math.round(high * 100)})</td></tr>`,
  )}</tbody></table></div>
<dl><dt>Expected calibration error</dt><dd>${twoDigits(expectedError)}</dd><dt>Farthest off</dt><dd>${twoDigits(maximumError)}</dd><dt>Brier score</dt><dd>${twoDigits(brierScore)}</dd></dl></div></div></section>`;
}

function nothingYet(): Html {
  return html`<p class="empty"><strong>Nothing is decided yet</strong>Accept and reject proposals, or give a table: photo-tag eval --labels FILE</p>`;
}
