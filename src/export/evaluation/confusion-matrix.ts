import { type Html, html } from '../contact-sheet/html.ts';
import type { PageConfusion } from './evaluation-page.ts';

/** A heading, a table that a screen reader can read cell by cell, and what its colours mean. */
export function confusionMatrix({ rows, columns, photos, insteadOf, morePairs }: PageConfusion): Html {
  if (rows.length === 0) {
    return html`<section class="part" id="confusion"><h2>No confusion between labels</h2><p>No wrong proposal is on a photo for which another label is known to be right.</p></section>`;
  }
  const most = Math.max(1, ...photos.flat());
  const more =
    morePairs > 0 &&
    ` ${morePairs.toLocaleString('en')} rarer pairs are not shown: photo-tag eval --json has them.`;
  return html`<section class="part" id="confusion"><h2>What is taken for what</h2>
<p>On how many photos a label was proposed and wrong (rows) where another one was right (columns). A frame: on at least half of these the right one was not proposed, so that the wrong one stands in for it.${more}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Confusion between labels"><table class="matrix">
<thead><tr><td><span>proposed ↓</span><span>right →</span></td>${columns.map((label) => html`<th scope="col"><span><bdi>${label}</bdi></span></th>`)}</tr></thead>
<tbody>${rows.map(
    (row, i) =>
      html`<tr><th scope="row"><bdi>${row}</bdi></th>${columns.map((column, j) => cell(row, column, photos[i]![j]!, insteadOf[i]![j]!, most))}</tr>`,
  )}</tbody></table></div></section>`;
}

function cell(proposed: string, right: string, photos: number, insteadOf: number, most: number): Html {
  if (photos === 0) return html`<td></td>`;
  const heat = Math.round(12 + 43 * Math.sqrt(photos / most));
  const stands = insteadOf * 2 >= photos;
  const words = `${proposed} proposed where ${right} was right: ${photos} ${photos === 1 ? 'photo' : 'photos'}, on ${insteadOf} of them ${right} was not proposed`;
  return html`<td class="hot${stands && ' instead'}" style="--heat: ${heat}%" title="${words}">${photos}</td>`;
}
