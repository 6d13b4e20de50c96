import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { counted, timestamp } from '../format.ts';
import type { AppState } from '../state/app-state.ts';
import type { ChosenVideo } from '../state/video-choice.ts';
import { FrameStrip } from './frame-strip.tsx';
import { ProblemAlert } from './problem-alert.tsx';

/** The video as a player plays it, what is known of it, and the frames that will be looked at. */
export function VideoPane({ state, video }: { readonly state: AppState; readonly video: ChosenVideo }) {
  const { info } = video;
  const { choice } = state;
  const player = useRef<HTMLVideoElement>(null);
  const canPlay = useSignal(true);
  useEffect(() => {
    canPlay.value = info.codec !== 'gif';
  }, [info, canPlay]);
  const seek = (seconds: number) => {
    const element = player.current;
    if (!element) return;
    element.pause();
    // A little into the frame, so that rounding does not show the one before.
    const start = info.frameTimestampsSeconds[0] ?? 0;
    element.currentTime = Math.max(0, seconds - start) + 0.25 / info.frameRate;
  };
  return (
    <section class="video-pane" aria-labelledby="video-title">
      {choice.problem.value && (
        <ProblemAlert
          title="This video can’t be opened"
          problem={choice.problem.value}
          onDismiss={choice.dismissProblem}
        />
      )}
      <div class="video-top" style={{ '--aspect': `${info.width} / ${info.height}` }}>
        {canPlay.value && (
          <video
            ref={player}
            class="player"
            src={video.url}
            aria-label={`Player of ${video.name}`}
            {...(typeof video.source === 'string' && { crossOrigin: 'anonymous' as const })}
            controls
            muted
            playsInline
            preload="auto"
            onError={() => {
              canPlay.value = false;
            }}
          />
        )}
        <div class="video-facts">
          <h2 id="video-title">{video.name}</h2>
          <p>
            {timestamp(info.durationSeconds)} · {info.width} × {info.height} ·{' '}
            {counted(info.frameCount, 'frame')} · {info.codec}
          </p>
        </div>
      </div>
      <FrameStrip state={state} video={video} onSeek={canPlay.value ? seek : undefined} />
    </section>
  );
}
