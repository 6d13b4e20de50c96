import { useRef } from 'preact/hooks';
import type { AppState } from '../state/app-state.ts';
import type { BundledClip } from './clips.ts';
import { openClip } from './open-clip.ts';

/** A bundled clip and its question; it plays while people point at it. */
export function ClipCard({ clip, state }: { readonly clip: BundledClip; readonly state: AppState }) {
  const player = useRef<HTMLVideoElement>(null);
  const play = () => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    // A browser that can't play it shows the poster.
    player.current?.play().catch(() => {});
  };
  const pause = () => {
    player.current?.pause();
    player.current?.load();
  };
  return (
    <button
      type="button"
      class="clip-card"
      disabled={state.choice.opening.value !== undefined}
      onClick={() => void openClip(clip, state)}
      onPointerEnter={play}
      onPointerLeave={pause}
      onFocus={play}
      onBlur={pause}
    >
      <video
        ref={player}
        src={clip.url}
        poster={clip.poster}
        preload="none"
        width="320"
        height="240"
        muted
        loop
        playsInline
        tabIndex={-1}
        aria-hidden="true"
      />
      <span class="clip-title">{clip.title}</span>
      <span class="clip-question">“{clip.question}”</span>
    </button>
  );
}
