// Applied before the first paint, so that nothing flashes; the page's module reads it from there.
try {
  const chosen = localStorage.getItem('slowfast-color-scheme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.colorScheme = chosen;
} catch {
  // No storage: as the system says.
}
