import { useEffect, useRef } from 'preact/hooks';
import type { Picture } from '../film-strip/picture.ts';
import { counted, timestamp } from '../format.ts';
import type { AppState } from '../state/app-state.ts';
import type { ChosenVideo } from '../state/video-choice.ts';

/** The frames of the plan with their times; those that the Slow pathway looks at are marked. */
export function FrameStrip(props: {
  readonly state: AppState;
  readonly video: ChosenVideo;
  /** Shows this time in the player. */
  readonly onSeek?: ((seconds: number) => void) | undefined;
}) {
  const { planning, pictures } = props.state;
  const plan = planning.plan.value;
  if (!plan) return null;
  const slow = new Set(plan.slowPositions);
  const size = plan.frames <= 8 ? 'large' : plan.frames <= 24 ? 'medium' : 'small';
  const { width, height } = props.video.info;
  return (
    <section class="strip" aria-labelledby="strip-title">
      <h3 id="strip-title">
        The {counted(plan.frames, 'frame')} it looks at
        {props.onSeek && <span class="hint"> — select one to see it in the player</span>}
      </h3>
      <ol class={`frames ${size}`} style={{ '--aspect': `${width} / ${height}` }}>
        {plan.selectedFrames.map(({ index, timestampSeconds }, position) => {
          const isSlow = slow.has(position);
          return (
            <li key={position}>
              <button
                type="button"
                class={isSlow ? 'frame slow' : 'frame'}
                aria-label={`Frame ${index} at ${timestamp(timestampSeconds)}${isSlow ? ', slow' : ''}`}
                title={`Frame ${index}${isSlow ? ', looked at closely (Slow)' : ''}`}
                disabled={!props.onSeek}
                onClick={() => props.onSeek?.(timestampSeconds)}
              >
                <FramePicture picture={pictures.value.get(index)} />
                {isSlow && <span class="slow-sign" aria-hidden="true" />}
                <span class="frame-time" aria-hidden="true">
                  {timestamp(timestampSeconds)}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      <p class="legend">
        {slow.size > 0 && (
          <span>
            <span class="slow-sign" aria-hidden="true" /> Slow: looked at closely ({slow.size})
          </span>
        )}
        {plan.tokens.fast > 0 && (
          <span>
            <span class="fast-sign" aria-hidden="true" /> Fast: all of them, briefly ({plan.frames})
          </span>
        )}
      </p>
    </section>
  );
}

function FramePicture({ picture }: { readonly picture: Picture | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!picture || !canvas.current) return;
    const { rgba, width, height } = picture;
    canvas.current.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      class={picture ? 'picture' : 'picture waiting'}
      width={picture?.width ?? 4}
      height={picture?.height ?? 3}
    />
  );
}
