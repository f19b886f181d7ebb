/**
 * The look of the picture of dates, on that of the contact sheet. From blue by light blue to orange goes sure to
 * doubtful: told apart with any kind of colour vision, and by lightness alone.
 */
export const PLOT_STYLE = `
:root { --t-hand: #22252a; --t-sure: #2467a6; --t-likely: #86b9e0; --t-doubtful: #e08a00; --kept: #b4b6b9; --moved: #a8457f; --grid: #ecebe7; --rule: #c9c8c4; --veil: #f7f7f5c8; }
@media (prefers-color-scheme: dark) {
  :root { --t-hand: #f4f2ec; --t-sure: #68aeea; --t-likely: #3b6c97; --t-doubtful: #f2a531; --kept: #5d6166; --moved: #dd86b6; --grid: #222427; --rule: #3d4045; --veil: #17181acc; }
}
html { scroll-padding-top: 88px; }
.numbers div { justify-content: flex-end; }
.plot { position: sticky; top: 0; z-index: 4; background: var(--ground); border-bottom: 1px solid var(--line); }
.lane, .strip-row { display: grid; grid-template-columns: 210px minmax(0, 1fr); gap: 0 18px; align-items: center; }
.has-rest .lane, .has-rest .strip-row { grid-template-columns: 210px minmax(0, 1fr) 92px; }
body:not(.has-rest) :is(.rest, .strip-row > :last-child) { display: none; }
.strip-row canvas, .lane canvas { display: block; width: 100%; }
#overview { height: 46px; cursor: ew-resize; touch-action: none; }
#axis { height: 22px; pointer-events: none; }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 22px; padding: 10px 0 12px; }
.tools .buttons { display: flex; gap: 6px; }
.tools button, td button { font: inherit; font-size: 14px; line-height: 1.2; min-width: 34px; padding: 6px 10px; color: var(--text); background: var(--raised); border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
.tools button:hover, td button:hover { background: var(--mat); }
#seen { font-weight: 600; font-variant-numeric: tabular-nums; }
.tools .keys { color: var(--soft); font-size: 13px; }
.tools .keys kbd { font: 12px/1 ui-monospace, "DejaVu Sans Mono", monospace; border: 1px solid var(--line); border-radius: 4px; padding: 2px 5px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; flex: 1 1 100%; color: var(--soft); font-size: 13px; }
.legend li { display: inline-flex; align-items: center; gap: 7px; }
.legend i { width: 14px; height: 12px; border-radius: 2px; background: var(--swatch); }
.legend .faint i { opacity: .55; background: linear-gradient(transparent, var(--t-sure)); border-bottom: 1.5px solid var(--t-sure); }
.legend .band i { background: color-mix(in srgb, var(--moved) 26%, transparent); box-shadow: inset 0 0 0 1px var(--moved); transform: skewX(-24deg); }
.legend .guess i { background: none; border: 1px dashed var(--t-doubtful); transform: skewX(-24deg); }
.lane { padding: 9px 0; border-bottom: 1px solid var(--line); }
.lane canvas { cursor: grab; touch-action: pan-y; border-radius: 3px; }
.lane canvas:active { cursor: grabbing; }
.who h2 { font-size: 15px; font-weight: 620; line-height: 1.25; overflow-wrap: anywhere; }
.who p, .rest { color: var(--soft); font-size: 13px; line-height: 1.35; font-variant-numeric: tabular-nums; }
.who b { white-space: nowrap; color: var(--moved); font-weight: 600; }
#tip { position: fixed; left: var(--left); top: var(--top); z-index: 9; max-width: min(400px, calc(100vw - 16px)); display: flex; flex-direction: column; gap: 2px; padding: 9px 12px; background: var(--raised); border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 6px 24px #0003; font-size: 13px; line-height: 1.4; pointer-events: none; font-variant-numeric: tabular-nums; }
#tip small { color: var(--soft); font-size: 12.5px; margin-top: 3px; overflow-wrap: anywhere; }
.runs { margin: 34px 0 20px; }
.runs h2 { font-size: 19px; font-weight: 620; }
.runs > p { color: var(--soft); margin-top: 4px; max-width: 74ch; }
.runs .scroll { overflow-x: auto; margin-top: 12px; }
.runs table { width: 100%; min-width: 860px; font-size: 14px; font-variant-numeric: tabular-nums; }
.runs thead th { color: var(--soft); font-size: 13px; }
.runs tbody { border-top: 1px solid var(--line); }
.runs td, .runs th { padding: 7px 16px 7px 0; }
.runs td:nth-child(2) { white-space: normal; }
.runs td small { color: var(--soft); font-size: 13px; }
.runs tbody th { white-space: nowrap; font: 13px/1.6 ui-monospace, "DejaVu Sans Mono", monospace; }
.runs .why td { padding-top: 0; padding-bottom: 10px; color: var(--soft); font-size: 13px; }
.runs .last { padding-right: 0; text-align: right; }
.state { font-weight: 600; }
.state.doubtful { color: var(--likely); }
.state.shifted { color: var(--moved); }
code { font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
@media (max-width: 1000px) {
  .lane, .strip-row, .has-rest .lane, .has-rest .strip-row { grid-template-columns: 150px minmax(0, 1fr); }
  .rest { grid-column: 2; }
  .strip-row > :last-child:empty { display: none; }
}
@media (max-width: 700px) {
  .lane, .strip-row, .has-rest .lane, .has-rest .strip-row { grid-template-columns: minmax(0, 1fr); }
  .strip-row > span:empty { display: none; }
  .rest { grid-column: 1; }
  .lane { gap: 6px 0; padding: 12px 0; }
  .tools .keys { display: none; }
}
@media print { .plot { position: static; } .tools button, td button { display: none; } }
`;
