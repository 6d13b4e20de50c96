import { useSignal } from '@preact/signals';
import { modelFilesOf } from '@slowfast/model-files';
import { HubChooser } from '../../hub/hub-chooser.tsx';
import type { AppState } from '../../state/app-state.ts';
import { chooseModel } from '../../state/choose-model.ts';
import { modelName } from './model-name.ts';

/** Which model answers: the embedded one, a folder of people's own, or one at an address. */
export function ModelSettings({ state }: { readonly state: AppState }) {
  const { settings } = state;
  const address = useSignal('');
  const model = settings.model.value;
  return (
    <fieldset>
      <legend>Model</legend>
      <p class="note">
        In use: <strong>{modelName(model)}</strong>
      </p>
      <div class="model-choices">
        <button
          type="button"
          class="button quiet"
          disabled={model.kind === 'embedded'}
          onClick={() => chooseModel(settings, { kind: 'embedded' })}
        >
          Embedded model
        </button>
        <label class="button quiet">
          <input
            type="file"
            class="visually-hidden"
            aria-label="Model folder"
            {...{ webkitdirectory: true }}
            onChange={({ currentTarget }) => {
              const files = Array.from(currentTarget.files ?? []);
              currentTarget.value = '';
              const name = files[0]?.webkitRelativePath.split('/')[0] || 'chosen files';
              if (files.length > 0)
                chooseModel(settings, { kind: 'files', name, files: modelFilesOf(files) });
            }}
          />
          Folder from disk …
        </label>
      </div>
      <form
        class="address"
        onSubmit={(event) => {
          event.preventDefault();
          if (URL.canParse(address.value, location.href)) {
            chooseModel(settings, { kind: 'address', url: new URL(address.value, location.href).href });
          }
        }}
      >
        <label class="field">
          <span class="field-name">
            Model address{' '}
            <span class="hint">of a folder in the ONNX layout, on a server that allows this page</span>
          </span>
          <input
            type="text"
            inputMode="url"
            aria-label="Model address"
            placeholder="https://"
            spellcheck={false}
            value={address}
            onInput={({ currentTarget }) => {
              address.value = currentTarget.value.trim();
            }}
          />
        </label>
        <button type="submit" class="button quiet" disabled={address.value === ''}>
          Use
        </button>
      </form>
      <HubChooser state={state} />
    </fieldset>
  );
}
