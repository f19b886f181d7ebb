/**
 * The look of the page. Neutral greys, so that nothing competes with the colours of the photos; every text has a
 * contrast of 4.5 or more against its ground, in light and dark; nothing says its meaning by colour alone.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f7f7f5; --raised: #fff; --text: #1f2022; --soft: #5d6066; --line: #dddcd8; --mat: #ecebe7;
  --ck: #14594b; --ck-ground: #dcede8; --ai: #4b4580; --ai-ground: #f0eff8; --ai-line: #b9b4dc;
  --sure: #1f7a4d; --likely: #4a6a86; --doubtful: #b3361f; --lock: #8a3a12; --lock-ground: #fbe9dd; --focus: #1a62c9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #17181a; --raised: #202225; --text: #e9e8e4; --soft: #a3a6ac; --line: #33363a; --mat: #101113;
    --ck: #a5dccd; --ck-ground: #1d3a34; --ai: #c9c4f0; --ai-ground: #26253a; --ai-line: #57528a;
    --sure: #5cc48d; --likely: #93b4d2; --doubtful: #f0836b; --lock: #f3b48c; --lock-ground: #40291c; --focus: #7fb0ff;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 64px; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; }
h1, h2, h3, p, ul, dl, dd, figure { margin: 0; padding: 0; }
ul { list-style: none; }
a { color: inherit; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
[hidden] { display: none !important; }
.skip { position: absolute; left: -99em; }
.skip:focus { left: 16px; top: 8px; z-index: 9; padding: 6px 12px; background: var(--raised); }
.wide { max-width: 1480px; margin: 0 auto; padding: 0 32px; }

.top { padding-top: 30px; padding-bottom: 8px; }
.top h1 { font-size: 26px; font-weight: 650; letter-spacing: -0.01em; line-height: 1.2; }
.top > p { color: var(--soft); margin-top: 4px; overflow-wrap: anywhere; }
.numbers { display: flex; flex-wrap: wrap; gap: 14px 34px; margin: 22px 0 10px; }
.numbers div { display: flex; flex-direction: column-reverse; }
.numbers dt { color: var(--soft); font-size: 13px; }
.numbers dd { font-size: 24px; font-weight: 600; line-height: 1.15; font-variant-numeric: tabular-nums; }
.numbers .bad dd { color: var(--doubtful); }
.numbers .zero dd { color: var(--soft); font-weight: 450; }

.bar { position: sticky; top: 0; z-index: 5; background: var(--ground); border-bottom: 1px solid var(--line); }
.bar .wide { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 18px; padding-top: 10px; padding-bottom: 10px; min-height: 56px; }
.finder { display: flex; align-items: center; gap: 12px; flex: 1 1 320px; color: var(--soft); font-size: 13px; }
.finder input { flex: 0 1 420px; min-width: 0; font: inherit; font-size: 15px; color: var(--text); background: var(--raised); border: 1px solid #85888e; border-radius: 8px; padding: 7px 12px; }
.finder input::placeholder { color: var(--soft); opacity: 1; }
.finder kbd { font: 12px/1 ui-monospace, "DejaVu Sans Mono", monospace; border: 1px solid var(--line); border-radius: 4px; padding: 2px 5px; }
.pages ul { display: flex; flex-wrap: wrap; gap: 2px; font-variant-numeric: tabular-nums; }
.pages a, .pages span { display: block; min-width: 32px; padding: 5px 8px; text-align: center; border-radius: 6px; text-decoration: none; }
.pages a:hover { background: var(--mat); }
.pages [aria-current] { background: var(--text); color: var(--ground); }

.row { display: grid; grid-template-columns: minmax(0, 330px) minmax(0, 1fr); gap: 8px 28px; padding: 26px 0; border-bottom: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 330px; }
.row:focus { outline: none; }
.row:focus-visible { outline: 2px solid var(--focus); outline-offset: -2px; }
.medoid { align-self: start; }
.medoid img { display: block; width: 100%; height: auto; max-height: 300px; object-fit: contain; background: var(--mat); border-radius: 4px; }
.medoid figcaption { margin-top: 6px; color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }
.facts { min-width: 0; display: flex; flex-direction: column; gap: 11px; }
.facts h2 { font-size: 19px; font-weight: 620; line-height: 1.25; letter-spacing: -0.005em; overflow-wrap: anywhere; margin-bottom: -5px; }
.meta { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; color: var(--soft); font-size: 14px; }
.trust { display: inline-flex; align-items: center; gap: 6px; }
.trust i { flex: none; width: 10px; height: 10px; border-radius: 50%; background: var(--sure); }
.trust.likely i { background: none; border: 3px solid var(--likely); }
.trust.doubtful i { background: var(--doubtful); border-radius: 1px; transform: rotate(45deg) scale(.86); }
.trust.none i { background: none; border: 2px solid var(--soft); border-radius: 2px; }
.meta .trust { color: var(--sure); font-weight: 550; }
.meta .trust.likely { color: var(--likely); }
.meta .trust.doubtful { color: var(--doubtful); }
.meta .trust.none { color: var(--soft); }
.lock { display: inline-flex; align-items: center; gap: 5px; padding: 1px 9px 1px 7px; border-radius: 99px; color: var(--lock); background: var(--lock-ground); font-weight: 550; }
.lock.open { background: none; box-shadow: inset 0 0 0 1px currentColor; }
.lock svg { width: 13px; height: 13px; }

.strip { display: flex; gap: 8px; overflow-x: auto; scrollbar-width: thin; padding-bottom: 4px; overscroll-behavior-x: contain; }
.strip li { flex: none; }
.strip img { display: block; height: 88px; width: auto; min-width: 56px; max-width: 176px; object-fit: cover; background: var(--mat); border-radius: 3px; }
.strip .trust { max-width: 132px; margin-top: 4px; color: var(--soft); font-size: 12px; font-variant-numeric: tabular-nums; }
.strip .trust span { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.strip .trust i { width: 7px; height: 7px; }
.strip .trust.likely i { border-width: 2px; }
.strip .more { align-self: center; padding: 0 14px; color: var(--soft); white-space: nowrap; }

.tags { display: flex; gap: 12px; }
.tags h3 { flex: none; width: 22px; padding-top: 4px; font-size: 12px; font-weight: 650; letter-spacing: .04em; color: var(--soft); }
.tags ul { display: flex; flex-wrap: wrap; gap: 6px; }
.tags li { display: inline-flex; align-items: baseline; gap: 7px; padding: 3px 10px; border-radius: 6px; cursor: default; }
.tags b { font-weight: 560; overflow-wrap: anywhere; }
.tags small { font-size: 12px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tags .some::before { content: "· "; }
.tags.ck li { color: var(--ck); background: var(--ck-ground); }
.tags.ai li { color: var(--ai); background: var(--ai-ground); box-shadow: inset 0 0 0 1px var(--ai-line); }
.none { color: var(--soft); font-style: italic; }
.why, .problems { font-size: 13px; color: var(--soft); }
summary { width: fit-content; cursor: pointer; border-radius: 4px; }
summary:hover { color: var(--text); }
.why p { margin-top: 8px; font-weight: 600; }
.why ul { padding-left: 16px; list-style: disc; }
table { border-collapse: collapse; margin-top: 8px; }
th { text-align: left; font-weight: 600; }
th, td { padding: 3px 18px 3px 0; vertical-align: top; overflow-wrap: anywhere; }
td:nth-child(2), td:nth-child(3) { white-space: nowrap; }

.empty { padding: 90px 0; text-align: center; color: var(--soft); }
.empty strong { display: block; margin-bottom: 6px; color: var(--text); font-size: 20px; font-weight: 600; }
.problems { margin: 30px 0; font-size: 14px; }
.problems summary { font-size: 16px; font-weight: 600; color: var(--text); }
.problems .scroll { overflow-x: auto; }
.problems table { width: 100%; min-width: 620px; }
.problems tbody tr { border-top: 1px solid var(--line); }
.problems td { padding-top: 6px; padding-bottom: 6px; }
.problems .path { color: var(--text); }
.status { font-weight: 600; }
.status.failed { color: var(--doubtful); }
footer { padding-top: 18px; padding-bottom: 40px; color: var(--soft); font-size: 13px; }

@media (max-width: 1000px) {
  .row { grid-template-columns: minmax(0, 240px) minmax(0, 1fr); gap: 8px 20px; }
}
@media (max-width: 640px) {
  .wide { padding: 0 16px; }
  .top { padding-top: 20px; }
  .numbers { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px 10px; }
  .numbers dd { font-size: 20px; }
  .finder .keys, .bar .pages { display: none; }
  .bar .wide { min-height: 0; }
  .finder input { flex: 1 1 auto; }
  .row { grid-template-columns: minmax(0, 1fr); gap: 12px; padding: 20px 0; contain-intrinsic-size: auto 560px; }
  .medoid img { max-height: 420px; }
  .strip { margin: 0 -16px; padding-left: 16px; padding-right: 16px; }
  .why table, .why tbody, .why tr, .why td { display: block; }
  .why thead { display: none; }
  .why tr { padding: 6px 0; border-top: 1px solid var(--line); }
  .why td { display: inline; padding-right: 8px; }
}
@media print {
  :root { --ground: #fff; --raised: #fff; --text: #000; --soft: #444; --line: #bbb; --mat: #fff; --ck: #14594b; --ck-ground: #fff; --ai: #4b4580; --ai-ground: #fff; --lock-ground: #fff; }
  body { font-size: 11px; }
  .bar, .why, .skip { display: none; }
  .row { content-visibility: visible; break-inside: avoid; grid-template-columns: 170px minmax(0, 1fr); padding: 12px 0; }
  .strip { flex-wrap: wrap; overflow: visible; }
  .strip img { height: 56px; }
  .strip .trust { max-width: 84px; font-size: 9px; }
  .tags.ck li { box-shadow: inset 0 0 0 1px currentColor; }
  .trust i { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
