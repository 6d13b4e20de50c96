import { useSignal } from '@preact/signals';
import { ProblemAlert } from '../components/problem-alert.tsx';
import type { AppState } from '../state/app-state.ts';
import { HubDownload } from './hub-download.tsx';
import { HubOffer } from './hub-offer.tsx';
import { KeptModels } from './kept-models.tsx';

/** Models of the Hugging Face hub: looked up by name, downloaded into this site's storage, used from there. */
export function HubChooser({ state }: { readonly state: AppState }) {
  const { hub } = state;
  const name = useSignal('');
  return (
    <details
      class="hub"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) void hub.refresh();
      }}
    >
      <summary>From the Hugging Face hub</summary>
      <div class="hub-parts">
        <form
          class="address"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.value !== '') void hub.look(name.value);
          }}
        >
          <label class="field">
            <span class="field-name">
              Model of the hub <span class="hint">owner/name or owner/name@revision</span>
            </span>
            <input
              type="text"
              aria-label="Model of the hub"
              placeholder="llava-hf/llava-onevision-qwen2-0.5b-ov-hf"
              spellcheck={false}
              autocomplete="off"
              autocapitalize="off"
              value={name}
              onInput={({ currentTarget }) => {
                name.value = currentTarget.value.trim();
              }}
            />
          </label>
          <button type="submit" class="button quiet" disabled={name.value === '' || hub.isLooking.value}>
            Look up
          </button>
        </form>
        <HubAccess state={state} />
        {hub.problem.value && (
          <ProblemAlert
            title={hub.problem.value.title}
            problem={hub.problem.value.problem}
            onDismiss={hub.dismissProblem}
          />
        )}
        {hub.offer.value && <HubOffer state={state} offer={hub.offer.value} />}
        <HubDownload hub={hub} />
        <KeptModels state={state} />
      </div>
    </details>
  );
}

function HubAccess({ state }: { readonly state: AppState }) {
  const { token, endpoint } = state.hub;
  return (
    <details class="hub-access">
      <summary>Access token, another hub</summary>
      <div class="hub-parts">
        <label class="field">
          <span class="field-name">
            Access token{' '}
            <span class="hint">
              for private models and those with terms; goes to the hub alone, and is not kept
            </span>
          </span>
          <input
            type="password"
            aria-label="Access token"
            placeholder="none"
            spellcheck={false}
            autocomplete="off"
            value={token}
            onInput={({ currentTarget }) => {
              token.value = currentTarget.value;
            }}
          />
        </label>
        <label class="field">
          <span class="field-name">
            Hub <span class="hint">one that speaks the same language, e.g. a mirror</span>
          </span>
          <input
            type="text"
            inputMode="url"
            aria-label="Hub"
            spellcheck={false}
            value={endpoint}
            onInput={({ currentTarget }) => {
              endpoint.value = currentTarget.value;
            }}
          />
        </label>
      </div>
    </details>
  );
}
