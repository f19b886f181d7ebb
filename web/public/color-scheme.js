// Before the first paint, so that nobody who chose dark is shown white. A file, because nothing inline may run here.
(() => {
  let chosen = 'auto';
  try {
    chosen = localStorage.getItem('photo-tag.color-scheme') ?? 'auto';
  } catch {
    // Storage is switched off: then the system decides.
  }
  const isDark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');
})();
