import { effect, type Signal, signal } from '@preact/signals';

/** Light, dark, or as the system says. */
export type ColorScheme = 'system' | 'light' | 'dark';

const key = 'slowfast-color-scheme';

/** The scheme that people chose, kept for their next visit. The script color-scheme.js applies it before the first paint. */
export function createColorScheme(): Signal<ColorScheme> {
  const scheme = signal<ColorScheme>(readStored());
  effect(() => {
    const { value } = scheme;
    if (value === 'system') delete document.documentElement.dataset.colorScheme;
    else document.documentElement.dataset.colorScheme = value;
    try {
      if (value === 'system') localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // Some people allow pages no storage: the choice then ends with the visit.
    }
  });
  return scheme;
}

function readStored(): ColorScheme {
  const applied = document.documentElement.dataset.colorScheme;
  return applied === 'light' || applied === 'dark' ? applied : 'system';
}
