import type { AppState } from '../state/app-state.ts';
import { Lock, Tick } from './icons.tsx';
import { runtimeText } from './runtime-text.ts';

/** What can be trusted: where things run, and whether a network is needed. */
export function PageFooter({ state }: { readonly state: AppState }) {
  const runtime = state.life.description.value?.runtime;
  return (
    <footer class="page-footer">
      <span>
        <Lock /> Nothing leaves this device
      </span>
      <span role="status">
        {state.isOfflineReady.value && (
          <>
            <Tick /> Ready to work offline
          </>
        )}
      </span>
      {runtime && <span>{runtimeText(runtime)}</span>}
    </footer>
  );
}
