import type { AppState } from '../state/app-state.ts';
import type { ColorScheme } from '../state/color-scheme.ts';
import { FileButton } from './file-button.tsx';
import { Mark } from './icons.tsx';

const schemes: readonly { readonly scheme: ColorScheme; readonly label: string }[] = [
  { scheme: 'system', label: 'Colours as the system' },
  { scheme: 'light', label: 'Light colours' },
  { scheme: 'dark', label: 'Dark colours' },
];

/** Name, another video, colours. */
export function Header({ state }: { readonly state: AppState }) {
  const { choice, colorScheme } = state;
  const hasVideo = choice.video.value !== undefined;
  return (
    <header class="page-header">
      {hasVideo ? (
        <button type="button" class="brand" onClick={choice.clear} title="Back to the start">
          <Mark /> <span class="brand-name">SlowFast</span>
        </button>
      ) : (
        <span class="brand">
          <Mark /> SlowFast
        </span>
      )}
      <span class="spacer" />
      {hasVideo && <FileButton class="button quiet" label="Another video" choice={choice} />}
      <fieldset class="segmented">
        <legend class="visually-hidden">Colours</legend>
        {schemes.map(({ scheme, label }) => (
          <label key={scheme} title={label}>
            <input
              type="radio"
              name="color-scheme"
              class="visually-hidden"
              aria-label={label}
              checked={colorScheme.value === scheme}
              onChange={() => {
                colorScheme.value = scheme;
              }}
            />
            <SchemeIcon scheme={scheme} />
          </label>
        ))}
      </fieldset>
    </header>
  );
}

function SchemeIcon({ scheme }: { readonly scheme: ColorScheme }) {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor">
      {scheme === 'system' && (
        <>
          <circle cx="8" cy="8" r="5.5" stroke-width="1.4" />
          <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" fill="currentColor" stroke="none" />
        </>
      )}
      {scheme === 'light' && (
        <>
          <circle cx="8" cy="8" r="3" stroke-width="1.4" />
          <path
            stroke-width="1.4"
            stroke-linecap="round"
            d="M8 1v1.4M8 13.6V15M1 8h1.4M13.6 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1"
          />
        </>
      )}
      {scheme === 'dark' && (
        <path
          d="M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6Z"
          stroke-width="1.4"
          stroke-linejoin="round"
        />
      )}
    </svg>
  );
}
