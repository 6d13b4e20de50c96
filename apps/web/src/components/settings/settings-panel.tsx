import type { AppState } from '../../state/app-state.ts';
import type { ChosenVideo } from '../../state/video-choice.ts';
import { ModelSettings } from './model-settings.tsx';
import { ReductionSettingsFields } from './reduction-settings.tsx';
import { RuntimeSettings } from './runtime-settings.tsx';

/** Everything that can be set, out of the way until it is wanted. */
export function SettingsPanel({ state, video }: { readonly state: AppState; readonly video: ChosenVideo }) {
  return (
    <details class="panel settings">
      <summary>
        <h2>Settings</h2>
      </summary>
      <ReductionSettingsFields state={state} video={video} />
      <RuntimeSettings state={state} />
      <ModelSettings state={state} />
    </details>
  );
}
