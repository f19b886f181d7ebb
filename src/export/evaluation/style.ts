/**
 * The look of the page of an evaluation, on that of the contact sheet. Blue is what was right, orange what is off:
 * told apart with any kind of colour vision, and by form as well.
 */
export const EVALUATION_STYLE = `
:root { --right: #2467a6; --right-soft: #a9c8e4; --off: #b35c00; --off-soft: #f2b766; --grid: #e3e2de; --heat-of: #e08a00; }
@media (prefers-color-scheme: dark) {
  :root { --right: #7ab8ef; --right-soft: #2f5f8a; --off: #f2a531; --off-soft: #8a5a12; --grid: #2c2f33; --heat-of: #c87a10; }
}
.numbers div { justify-content: flex-end; }
.part { margin: 34px 0 20px; }
.part h2 { font-size: 19px; font-weight: 620; }
.part > p, .beside p { color: var(--soft); margin-top: 4px; max-width: 74ch; }
.part .scroll { overflow-x: auto; margin-top: 12px; }
.notes { margin-top: 18px; padding: 12px 16px; max-width: 84ch; background: var(--raised); border: 1px solid var(--line); border-radius: 8px; color: var(--soft); font-size: 14px; }
.notes li + li { margin-top: 6px; }
.calibration { display: grid; grid-template-columns: minmax(0, 480px) minmax(0, 1fr); gap: 12px 44px; align-items: start; margin-top: 12px; }
.reliability { display: block; width: 100%; height: auto; }
.reliability .grid { stroke: var(--grid); stroke-width: 1; }
.reliability .tick { fill: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.reliability .name { fill: var(--text); font-size: 13px; }
.reliability .observed { fill: var(--right-soft); }
.reliability .gap { fill: var(--off-soft); fill-opacity: .55; stroke: var(--off); stroke-width: 1; }
.reliability .diagonal { stroke: var(--text); stroke-width: 1.25; stroke-dasharray: 5 4; }
.reliability .whisker { stroke: var(--right); stroke-width: 1.75; fill: none; }
.reliability .count { fill: var(--soft); }
.key { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 6px; color: var(--soft); font-size: 13px; }
.key li { display: inline-flex; align-items: center; gap: 7px; }
.key i { width: 14px; height: 12px; border-radius: 2px; background: var(--right-soft); }
.key .gap i { background: color-mix(in srgb, var(--off-soft) 55%, transparent); box-shadow: inset 0 0 0 1px var(--off); }
.key .diagonal i { height: 0; background: none; border-top: 1.5px dashed var(--text); }
.key .count i { background: var(--soft); }
.key .whisker i { width: 0; border-left: 2px solid var(--right); background: none; }
.beside :is(th, td) { white-space: nowrap; overflow-wrap: normal; padding-right: 14px; }
.beside .scroll { overflow-x: auto; }
.beside table { font-size: 14px; font-variant-numeric: tabular-nums; }
.beside dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 16px; margin-top: 14px; font-size: 14px; }
.beside dt { color: var(--soft); }
.part table { font-variant-numeric: tabular-nums; }
.part thead th, .beside thead th { color: var(--soft); font-size: 13px; }
.labels { width: 100%; min-width: 900px; font-size: 14px; }
.labels tbody tr { border-top: 1px solid var(--line); }
.labels th, .labels td { padding: 6px 16px 6px 0; vertical-align: top; }
.labels th:nth-child(n + 4), .labels td:nth-child(n + 3) { text-align: right; }
.labels th:nth-child(n + 3) { white-space: normal; }
.labels td:nth-child(2) { width: 166px; padding-top: 8px; }
.labels small { color: var(--soft); font-size: 12.5px; }
.labels .zero { color: var(--soft); }
.labels .clear td { font-weight: 650; }
.labels .clear small { font-weight: 400; }
.precision { display: block; }
.precision .track { stroke: var(--grid); stroke-width: 2; }
.precision .reach { stroke: var(--right-soft); stroke-width: 8; stroke-linecap: round; }
.precision .found { fill: var(--right); }
.precision .before { fill: var(--ground); stroke: var(--off); stroke-width: 1.75; }
.matrix { font-size: 13px; }
.matrix th, .matrix td { padding: 0; }
.matrix thead th { height: 156px; vertical-align: bottom; }
.matrix thead th span { display: block; writing-mode: vertical-rl; transform: rotate(180deg); max-height: 154px; margin: 0 auto; padding-top: 6px; line-height: 1.15; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--text); font-weight: 500; }
.matrix thead td { vertical-align: bottom; padding: 0 12px 6px 0; color: var(--soft); }
.matrix thead td span { display: flex; justify-content: flex-end; }
.matrix thead td span:first-child { justify-content: flex-start; }
.matrix tbody th { vertical-align: middle; padding-right: 12px; max-width: 190px; font-weight: 500; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.matrix tbody td { width: 34px; min-width: 34px; height: 30px; text-align: center; vertical-align: middle; border: 1px solid var(--line); white-space: nowrap; }
.matrix .hot { background: color-mix(in srgb, var(--heat-of) var(--heat), var(--raised)); }
.matrix .instead { box-shadow: inset 0 0 0 2px var(--off); }
code { font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
@media (max-width: 900px) { .calibration { grid-template-columns: minmax(0, 1fr); } }
@media print { .part { break-inside: avoid; } .reliability, .precision, .matrix { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
