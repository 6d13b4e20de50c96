import { FirstScreen } from '../first-screen/first-screen.tsx';
import type { AppState } from '../state/app-state.ts';
import { ConversationPane } from './conversation-pane.tsx';
import { DropOverlay } from './drop-overlay.tsx';
import { Header } from './header.tsx';
import { PageFooter } from './page-footer.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { SettingsPanel } from './settings/settings-panel.tsx';
import { VideoPane } from './video-pane.tsx';

/** The whole page: a first screen until there is a video, then the video and the conversation side by side. */
export function App({ state }: { readonly state: AppState }) {
  const video = state.choice.video.value;
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to the {video ? 'video' : 'start'}
      </a>
      <Header state={state} />
      <main id="main" tabIndex={-1} class={video ? 'work' : 'start'}>
        {video ? (
          <>
            <h1 class="visually-hidden">Ask your video</h1>
            <VideoPane state={state} video={video} />
            <ConversationPane state={state} video={video} />
            <div class="details">
              <PlanPanel planning={state.planning} life={state.life} />
              <SettingsPanel state={state} video={video} />
            </div>
          </>
        ) : (
          <FirstScreen state={state} />
        )}
      </main>
      <PageFooter state={state} />
      <DropOverlay state={state} />
    </>
  );
}
