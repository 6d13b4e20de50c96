import { timestamp } from '../../format.ts';
import type { AppState } from '../../state/app-state.ts';
import type { ChosenVideo } from '../../state/video-choice.ts';
import { AggregationFields } from './aggregation-fields.tsx';
import { NumberField } from './number-field.tsx';
import { RangeField } from './range-field.tsx';

/** The most frames that the slider offers. */
const mostFrames = 64;

/** Which frames are looked at and how they become tokens. */
export function ReductionSettingsFields({
  state,
  video,
}: {
  readonly state: AppState;
  readonly video: ChosenVideo;
}) {
  const { settings, life, planning } = state;
  const defaults = life.description.value?.defaults;
  if (!defaults) return null;
  const { durationSeconds, frameCount } = video.info;
  const isChanged = Object.keys(settings.reduction.value).length > 0;
  return (
    <fieldset>
      <legend>What it looks at</legend>
      <RangeField
        label="Frames"
        min={1}
        max={Math.max(1, Math.min(mostFrames, frameCount))}
        value={settings.frames.value ?? Math.min(defaults.frames, frameCount)}
        onChange={(frames) => {
          settings.frames.value = frames;
        }}
      />
      <AggregationFields
        aggregation={settings.aggregation}
        standard={defaults.aggregation}
        problem={planning.problem.value}
      />
      <NumberField
        label="Token budget"
        hint="at most this many video tokens"
        min={1}
        step={1}
        placeholder="none"
        value={settings.budgetTokens}
      />
      <div class="pair">
        <NumberField
          label="From second"
          min={0}
          step="any"
          placeholder={timestamp(video.info.frameTimestampsSeconds[0] ?? 0)}
          value={settings.startSeconds}
        />
        <NumberField
          label="To second"
          min={0}
          step="any"
          placeholder={timestamp(durationSeconds)}
          value={settings.endSeconds}
        />
      </div>
      <button type="button" class="button quiet" disabled={!isChanged} onClick={settings.resetReduction}>
        As the model has it
      </button>
    </fieldset>
  );
}
