import { type Html, html } from '../contact-sheet/html.ts';
import type { EvaluationPage, PageFigures, PageLabel } from './evaluation-page.ts';
import { coordinate, percent, twoDigits } from './shares.ts';

/** Every label with its counts, and where its precision may be. */
export function labelTable({ labels, against, unknownLabels }: EvaluationPage): Html {
  const rest =
    unknownLabels > 0 &&
    html` ${unknownLabels.toLocaleString('en')} more ${unknownLabels === 1 ? 'label is' : 'labels are'} proposed, and nothing is known of ${unknownLabels === 1 ? 'it' : 'them'} yet.`;
  const compared =
    against !== null &&
    html` The hollow mark and the second line are ${against}; figures in bold changed by more than chance.`;
  return html`<section class="part" id="labels"><h2>By label</h2>
<p>The bar is where the precision may be (Wilson’s interval, 95 %), the mark where it was found.${compared}${rest}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Figures by label"><table class="labels">
<thead><tr><th scope="col">Label</th><th scope="col">Precision</th><td></td>${['Recall', 'Average precision', 'Proposed', 'Right', 'Wrong', 'Undecided', 'Missed'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${labels.map(row)}</tbody></table></div></section>`;
}

function row(label: PageLabel): Html {
  const { before } = label;
  const earlier = (value: string): Html | false => before !== null && html`<br><small>${value}</small>`;
  const counts = [label.proposed, label.right, label.wrong, label.undecided, label.missed];
  return html`<tr${before?.clear === true && html` class="clear"`}><th scope="row"><bdi>${label.label}</bdi></th><td>${precisionBar(label, before?.precision ?? null)}</td><td>${percent(label.precision)}${earlier(percent(before?.precision ?? null))}</td><td>${percent(label.recall)}${earlier(percent(before?.recall ?? null))}</td><td>${twoDigits(label.averagePrecision)}${earlier(twoDigits(before?.averagePrecision ?? null))}</td>${counts.map(
    (count) => html`<td${count === 0 && html` class="zero"`}>${count.toLocaleString('en')}</td>`,
  )}</tr>`;
}

const WIDTH = 150;
const MIDDLE = 8;
/** Room for a mark at either end. */
const INSET = 6;
const x = (share: number): string => coordinate(INSET + share * (WIDTH - 2 * INSET));

function precisionBar({ precision, low, high }: PageFigures, before: number | null): Html {
  const words =
    precision === null
      ? 'nothing is known'
      : `${percent(precision)}, between ${percent(low)} and ${percent(high)}${before === null ? '' : `; before ${percent(before)}`}`;
  const marks =
    precision !== null &&
    html`<path class="reach" d="M${x(low)} ${MIDDLE}H${x(high)}"/>${before !== null && html`<circle class="before" cx="${x(before)}" cy="${MIDDLE}" r="4"/>`}<circle class="found" cx="${x(precision)}" cy="${MIDDLE}" r="4.5"/>`;
  return html`<svg class="precision" viewBox="0 0 ${WIDTH} 16" width="${WIDTH}" height="16" role="img" aria-label="${words}"><path class="track" d="M${x(0)} ${MIDDLE}H${x(1)}"/>${marks}</svg>`;
}
