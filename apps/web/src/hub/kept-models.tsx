import { useSignal } from '@preact/signals';
import { byteSize } from '../format.ts';
import type { AppState } from '../state/app-state.ts';
import type { KeptModel } from './kept-model.ts';

/** The models in this site's storage, finished or not. */
export function KeptModels({ state }: { readonly state: AppState }) {
  const kept = state.hub.kept.value ?? [];
  if (kept.length === 0) return null;
  return (
    <section class="kept-models" aria-labelledby="kept-models-title">
      <h3 id="kept-models-title">Kept in this browser</h3>
      <ul>
        {kept.map((model) => (
          <li key={`${model.id} ${model.commit} ${JSON.stringify(model.dtype)}`}>
            <KeptModelRow state={state} model={model} />
          </li>
        ))}
      </ul>
      {!state.hub.isPersistent.value && (
        <p class="note">The browser may remove them when the disk runs full.</p>
      )}
    </section>
  );
}

function KeptModelRow({ state, model }: { readonly state: AppState; readonly model: KeptModel }) {
  const { hub, settings } = state;
  const isAsked = useSignal(false);
  const { name, id, commit, precision, isWhole, bytes, bytesThere } = model;
  const used = settings.model.value;
  const isUsed =
    used.kind === 'hub' &&
    used.reference === `${id}@${commit}` &&
    JSON.stringify(used.dtype) === JSON.stringify(model.dtype);
  const isBusy = hub.download.value !== undefined;
  const others = (hub.kept.value ?? []).filter((each) => each.id === id && each.commit === commit);
  return (
    <>
      <div class="kept-facts">
        <strong>{name}</strong>
        <span class="note">
          {precision !== '' && `${precision}, `}
          {isWhole ? byteSize(bytesThere) : unfinished(bytesThere, bytes)}
          {isUsed && ', in use'}
        </span>
      </div>
      {isAsked.value ? (
        <div class="model-choices">
          <span class="note">
            {others.length > 1 ? 'Remove it in all its precisions?' : 'Remove it from this browser?'}
          </span>
          <button
            type="button"
            class="button quiet"
            aria-label={`Remove ${name} now`}
            onClick={() => {
              isAsked.value = false;
              void hub.remove(model);
            }}
          >
            Remove
          </button>
          <button
            type="button"
            class="button quiet"
            aria-label={`Keep ${name}`}
            ref={(button) => button?.focus()}
            onClick={() => {
              isAsked.value = false;
            }}
          >
            Keep
          </button>
        </div>
      ) : (
        <div class="model-choices">
          {isWhole ? (
            <button
              type="button"
              class="button quiet"
              aria-label={`Use ${name} ${precision}`}
              disabled={isUsed}
              onClick={() => hub.use(model)}
            >
              Use
            </button>
          ) : (
            <button
              type="button"
              class="button quiet"
              aria-label={`Resume ${name} ${precision}`}
              disabled={isBusy}
              onClick={() => void hub.resume(model)}
            >
              Resume
            </button>
          )}
          <button
            type="button"
            class="button quiet"
            aria-label={`Remove ${name} ${precision} …`}
            disabled={isBusy}
            onClick={() => {
              isAsked.value = true;
            }}
          >
            Remove …
          </button>
        </div>
      )}
    </>
  );
}

function unfinished(bytesThere: number, bytes: number | undefined): string {
  return bytes === undefined ? 'not finished' : `not finished: ${byteSize(bytesThere)} of ${byteSize(bytes)}`;
}
