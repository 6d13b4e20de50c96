import { useSignal } from '@preact/signals';
import type { HubModelChoice, HubModelOffer } from '@slowfast/hub-client/browser';
import { useEffect } from 'preact/hooks';
import { byteSize, counted } from '../format.ts';
import type { AppState } from '../state/app-state.ts';
import { dtypesText, isSlowOnWasm } from './dtypes-text.ts';
import { hubModelName } from './kept-model.ts';

/** What was looked up: a precision is chosen, and what it costs is said before anything comes. */
export function HubOffer({ state, offer }: { readonly state: AppState; readonly offer: HubModelOffer }) {
  const { hub, life } = state;
  const provider = life.description.value?.runtime?.provider ?? 'wasm';
  const choices = offeredChoices(offer);
  const proposed = provider === 'webgpu' ? offer.recommended : offer.proposed;
  const chosen = useSignal(dtypesText(proposed.dtypes));
  // Another look-up proposes anew.
  useEffect(() => {
    chosen.value = dtypesText(proposed.dtypes);
  }, [offer]);
  const choice = choices.find(({ dtypes }) => dtypesText(dtypes) === chosen.value) ?? proposed;
  const missing = choice.bytes - choice.bytesThere;
  return (
    <section class="hub-offer" aria-label={`Found ${hubModelName(offer.id, offer.revision)}`}>
      <label class="field">
        <span class="field-name">Precision</span>
        <select
          aria-label="Precision"
          value={dtypesText(choice.dtypes)}
          onChange={({ currentTarget }) => {
            chosen.value = currentTarget.value;
          }}
        >
          {choices.map((each) => (
            <option key={dtypesText(each.dtypes)} value={dtypesText(each.dtypes)}>
              {dtypesText(each.dtypes)}, {byteSize(each.bytes)}
              {isSame(each, offer.recommended) ? ' (recommended by the model)' : ''}
            </option>
          ))}
        </select>
      </label>
      <p class="note" role="status">
        {missing === 0
          ? `All ${counted(choice.fileCount, 'file')} are here.`
          : `${byteSize(choice.bytes)} in ${counted(choice.fileCount, 'file')}, of which ${byteSize(choice.bytesThere)} are here: ${byteSize(missing)} to download.`}
        <SlowNote choice={choice} offer={offer} provider={provider} />
      </p>
      <button type="button" class="button primary" onClick={() => void hub.take(choice)}>
        {missing === 0 ? 'Use this model' : `Download ${byteSize(missing)} and use`}
      </button>
    </section>
  );
}

/** Why another precision than the recommended one is proposed, or should be chosen. */
function SlowNote(props: {
  readonly choice: HubModelChoice;
  readonly offer: HubModelOffer;
  readonly provider: string;
}) {
  const { choice, offer, provider } = props;
  if (provider === 'webgpu') return null;
  const why = 'is several times slower than others on WebAssembly, which runs models here';
  if (isSlowOnWasm(choice.dtypes)) return <> Mind: this precision {why}.</>;
  if (isSlowOnWasm(offer.recommended.dtypes))
    return <> This is proposed because what the model recommends {why}.</>;
  return null;
}

/** What is recommended and what is proposed first, where they are none of the others. */
function offeredChoices({ recommended, proposed, choices }: HubModelOffer): readonly HubModelChoice[] {
  const special = isSame(recommended, proposed) ? [recommended] : [recommended, proposed];
  return [...special.filter((each) => !choices.some((choice) => isSame(choice, each))), ...choices];
}

function isSame(one: HubModelChoice, other: HubModelChoice): boolean {
  return dtypesText(one.dtypes) === dtypesText(other.dtypes);
}
