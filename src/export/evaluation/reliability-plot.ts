import { Html, html } from '../contact-sheet/html.ts';
import type { PageBin, PageCalibration } from './evaluation-page.ts';
import { coordinate, percent } from './shares.ts';

/** Inside the axes, in units of the drawing. */
const SIDE = 360;
const LEFT = 62;
const TOP = 8;
/** Below the axis of the plot: how many proposals are in each bin. */
const COUNTS = 54;
const COUNTS_TOP = TOP + SIDE + 30;
const WIDTH = LEFT + SIDE + 12;
const HEIGHT = COUNTS_TOP + COUNTS + 34;

const x = (share: number): string => coordinate(LEFT + share * SIDE);
const y = (share: number): string => coordinate(TOP + (1 - share) * SIDE);

/**
 * The reliability diagram of Guo et al. (2017): bars are what was right of what was said with about that probability,
 * the line is where both would be equal, and the gap between the two is drawn. Below, how many proposals each rests on.
 */
export function reliabilityPlot({ bins, expectedError }: PageCalibration): Html {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  return html`<svg class="reliability" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${inWords(bins, expectedError)}">
${[0, 0.25, 0.5, 0.75, 1].map(gridLine)}
${bins.map(bar)}
<path class="diagonal" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>
${bins.map(whisker)}
${bins.map((bin) => countBar(bin, most))}
<text class="name" x="${x(0.5)}" y="${HEIGHT - 4}" text-anchor="middle">said to be right</text>
<text class="name" transform="translate(11 ${y(0.5)}) rotate(-90)" text-anchor="middle">was right</text>
<text class="tick" x="${LEFT - 6}" y="${COUNTS_TOP + 10}" text-anchor="end">${most.toLocaleString('en')}</text>
</svg>`;
}

function gridLine(share: number): Html {
  return html`<path class="grid" d="M${x(0)} ${y(share)}H${x(1)}"/><text class="tick" x="${LEFT - 6}" y="${coordinate(Number(y(share)) + 4)}" text-anchor="end">${percent(share)}</text><text class="tick" x="${x(share)}" y="${TOP + SIDE + 17}" text-anchor="${share === 1 ? 'end' : 'middle'}">${percent(share)}</text>`;
}

function bar(bin: PageBin): Html {
  const { from, to, stated, observed } = bin;
  if (stated === null || observed === null) return new Html('');
  const width = coordinate((to - from) * SIDE - 3);
  const left = coordinate(Number(x(from)) + 1.5);
  const [upper, lower] = [Math.max(stated, observed), Math.min(stated, observed)];
  const box = (kind: string, high: number, low: number): Html =>
    html`<rect class="${kind}" x="${left}" width="${width}" y="${y(high)}" height="${coordinate((high - low) * SIDE)}"/>`;
  return html`<g><title>${binInWords(bin)}</title>${box('observed', observed, 0)}${box('gap', upper, lower)}</g>`;
}

function whisker({ from, to, observed, low, high }: PageBin): Html {
  if (observed === null) return new Html('');
  const middle = Number(x((from + to) / 2));
  return html`<path class="whisker" d="M${coordinate(middle)} ${y(low)}V${y(high)}M${coordinate(middle - 4)} ${y(low)}h8M${coordinate(middle - 4)} ${y(high)}h8"/>`;
}

function countBar({ from, to, count }: PageBin, most: number): Html {
  const height = count === 0 ? 0 : Math.max(1.5, (count / most) * COUNTS);
  return html`<rect class="count" x="${coordinate(Number(x(from)) + 1.5)}" width="${coordinate((to - from) * SIDE - 3)}" y="${coordinate(COUNTS_TOP + COUNTS - height)}" height="${coordinate(height)}"><title>${count.toLocaleString('en')} proposals</title></rect>`;
}

const binInWords = ({ from, to, count, stated, observed, low, high }: PageBin): string =>
  `Said ${Math.round(from * 100)} to ${Math.round(to * 100)} %: ${count} proposals, on average ${percent(stated)}; right ${percent(observed)} (95 %: ${Math.round(low * 100)} to ${Math.round(high * 100)})`;

const inWords = (bins: readonly PageBin[], expectedError: number | null): string =>
  [
    `Calibration: expected error ${expectedError?.toFixed(2) ?? 'unknown'}.`,
    ...bins.filter(({ count }) => count > 0).map((bin) => `${binInWords(bin)}.`),
  ].join(' ');
