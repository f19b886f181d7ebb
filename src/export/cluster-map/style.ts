/** The look of the map, in the colours of the contact sheet. The map takes what the head leaves of the window. */
export const MAP_STYLE = `
html, body { height: 100%; }
body { display: flex; flex-direction: column; overflow: hidden; }
.head { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 22px; padding: 12px 20px; border-bottom: 1px solid var(--line); }
.head h1 { font-size: 19px; font-weight: 650; letter-spacing: -0.005em; }
.head .sum { color: var(--soft); font-size: 14px; font-variant-numeric: tabular-nums; }
.head .finder { flex: 1 1 240px; justify-content: flex-end; }
.head .finder input { flex: 0 1 300px; }
.head .finder span { order: -1; }
.head .finder span:empty { display: none; }
.stage { position: relative; flex: 1 1 auto; min-height: 0; }
#map { position: absolute; inset: 0; width: 100%; height: 100%; touch-action: none; cursor: grab; background: var(--ground); }
#map:active { cursor: grabbing; }
#map:focus-visible { outline-offset: -3px; }
.zoom { position: absolute; right: 14px; bottom: 14px; display: flex; flex-direction: column; gap: 6px; }
.zoom button { width: 36px; height: 36px; font: inherit; font-size: 18px; line-height: 1; color: var(--text); background: var(--raised); border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
.zoom button:hover, .windows button:hover { background: var(--mat); }
.zoom svg { width: 16px; height: 16px; vertical-align: middle; }
.windows { position: absolute; left: 14px; top: 14px; max-width: min(300px, calc(100% - 28px)); background: var(--raised); border: 1px solid var(--line); border-radius: 10px; font-size: 13px; }
.windows summary { padding: 7px 12px; width: auto; font-weight: 600; color: var(--soft); }
#windows { max-height: min(420px, 50vh); overflow-y: auto; scrollbar-width: thin; padding: 2px 6px 6px; }
#windows button:focus-visible { outline-offset: -2px; }
#windows button { display: flex; align-items: center; gap: 8px; width: 100%; padding: 4px 7px; font: inherit; text-align: left; color: var(--text); background: none; border: 0; border-radius: 6px; cursor: pointer; }
#windows button[aria-pressed=true] { background: var(--text); color: var(--ground); }
#windows span { flex: 1 1 auto; min-width: 0; }
#windows small { color: inherit; opacity: .75; font-variant-numeric: tabular-nums; }
#windows p { padding: 6px 7px 2px; color: var(--soft); }
#windows i, #card i { flex: none; display: inline-block; width: 10px; height: 10px; border-radius: 50%; }
#card { position: absolute; left: var(--left); top: var(--top); width: 216px; padding: 10px; background: var(--raised); border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 6px 24px #0003; font-size: 13px; pointer-events: none; }
#card img { display: block; width: 100%; max-height: 180px; margin-bottom: 8px; object-fit: contain; background: var(--mat); border-radius: 4px; }
#card strong { font-weight: 620; }
#card strong i { margin-right: 6px; }
#card p { color: var(--soft); overflow-wrap: anywhere; }
#card ul { display: flex; flex-wrap: wrap; gap: 4px; margin: 5px 0; }
#card li { padding: 0 7px; border-radius: 5px; color: var(--ck); background: var(--ck-ground); }
.stage .empty { position: absolute; inset: 0; padding: 20vh 24px 0; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.foot { display: flex; gap: 24px; padding: 6px 20px; border-top: 1px solid var(--line); color: var(--soft); font-size: 12px; white-space: nowrap; }
.foot .folders { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
.foot kbd { font: 11px/1 ui-monospace, "DejaVu Sans Mono", monospace; border: 1px solid var(--line); border-radius: 4px; padding: 1px 4px; }
@media (max-width: 640px) {
  .head { padding: 10px 14px; gap: 6px 14px; }
  .head .finder { flex-basis: 100%; justify-content: flex-start; }
  .head .finder input { flex: 1 1 auto; }
  .head .finder span { order: 1; }
  .foot .keys { display: none; }
  .foot { padding: 5px 14px; }
  .windows { left: 10px; top: 10px; }
  #card { left: 10px; right: 60px; top: auto; bottom: 14px; width: auto; min-height: 100px; }
  #card img { float: left; width: 112px; max-height: 120px; margin: 0 10px 0 0; }
}
`;
