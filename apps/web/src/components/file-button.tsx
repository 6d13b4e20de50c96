import type { VideoChoice } from '../state/video-choice.ts';

/** A button that lets people choose a video from their files. */
export function FileButton(props: {
  readonly class: string;
  readonly label: string;
  readonly choice: VideoChoice;
}) {
  return (
    <label class={props.class}>
      <input
        type="file"
        class="visually-hidden"
        aria-label="Video"
        accept="video/*,image/gif,.mkv,.ts,.m2ts,.mov"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // The same file may be chosen again.
          currentTarget.value = '';
          if (file) void props.choice.choose(file);
        }}
      />
      {props.label}
    </label>
  );
}
