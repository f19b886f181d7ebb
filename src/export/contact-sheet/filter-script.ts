/**
 * The only script of the page: filters the rows by every word in the box, and moves between rows with j and k.
 * Without scripts the page shows everything and the box stays away.
 */
export const FILTER_SCRIPT = `
(() => {
  addEventListener('beforeprint', () => document.querySelectorAll('.problems').forEach((part) => { part.open = true; }));
  const box = document.getElementById('find');
  if (!box) return;
  const count = document.getElementById('count');
  const nothing = document.getElementById('nothing');
  const rows = [...document.querySelectorAll('.row')];
  const fold = (text) => text.toLowerCase().normalize('NFD').replace(/\\p{M}/gu, '');
  const texts = rows.map((row) => fold(row.dataset.find));
  const apply = () => {
    const words = fold(box.value).split(/\\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      const fits = words.every((word) => texts[i].includes(word));
      row.hidden = !fits;
      if (fits) shown++;
    });
    count.textContent = words.length === 0 ? '' : shown + ' of ' + rows.length;
    nothing.hidden = shown > 0;
  };
  const move = (step) => {
    const visible = rows.filter((row) => !row.hidden);
    const here = visible.findIndex((row) => row.contains(document.activeElement));
    const next = visible[here === -1 ? 0 : Math.min(visible.length - 1, Math.max(0, here + step))];
    if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: 'start' }); }
  };
  document.querySelector('.finder').hidden = false;
  box.addEventListener('input', apply);
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === box) {
      if (event.key === 'Escape') { box.value = ''; apply(); box.blur(); }
      return;
    }
    if (event.key === '/') { event.preventDefault(); box.focus(); box.select(); }
    else if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
  });
  if (box.value !== '') apply();
})();
`;
