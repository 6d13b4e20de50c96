import { useSignal } from '@preact/signals';
import { FileButton } from '../components/file-button.tsx';
import { Lock } from '../components/icons.tsx';
import { ProblemAlert } from '../components/problem-alert.tsx';
import { HubChooser } from '../hub/hub-chooser.tsx';
import type { AppState } from '../state/app-state.ts';
import { ClipCard } from './clip-card.tsx';
import { bundledClips } from './clips.ts';
import { ModelLine } from './model-line.tsx';

/** What the page is, and the ways to give it a video. */
export function FirstScreen({ state }: { readonly state: AppState }) {
  const { choice } = state;
  const address = useSignal('');
  const opening = choice.opening.value;
  return (
    <div class="first-screen">
      <h1>Ask your video</h1>
      <p class="lead">
        A small model in this page looks at a few frames closely and at many frames briefly, then answers in
        words.
      </p>
      {choice.problem.value && (
        <ProblemAlert
          title="This video can’t be opened"
          problem={choice.problem.value}
          onDismiss={choice.dismissProblem}
        />
      )}
      <section class="drop-zone" aria-label="Your video" aria-busy={opening !== undefined}>
        <p class="drop-title" data-busy={opening !== undefined || undefined}>
          {opening === undefined ? 'Drop a video here' : `Opening ${opening} …`}
        </p>
        <FileButton class="button primary" label="Choose a video" choice={choice} />
        <p class="privacy">
          <Lock /> Nothing leaves this device. There is no server: the model runs in your browser.
        </p>
        <form
          class="address"
          onSubmit={(event) => {
            event.preventDefault();
            if (URL.canParse(address.value)) void choice.choose(new URL(address.value).href);
          }}
        >
          <label>
            <span>or the address of one</span>
            <input
              type="url"
              placeholder="https://"
              aria-label="Video address"
              value={address}
              onInput={({ currentTarget }) => {
                address.value = currentTarget.value;
              }}
            />
          </label>
          <button type="submit" class="button quiet" disabled={!URL.canParse(address.value)}>
            Open
          </button>
        </form>
      </section>
      <section class="clips" aria-labelledby="clips-title">
        <h2 id="clips-title">Or try one of these</h2>
        <ul>
          {bundledClips.map((clip) => (
            <li key={clip.name}>
              <ClipCard clip={clip} state={state} />
            </li>
          ))}
        </ul>
      </section>
      <ModelLine state={state} />
      <HubChooser state={state} />
    </div>
  );
}
