import type { ReadonlySignal } from '@preact/signals';
import type { ProgressEvent, StageName } from '@slowfast/spec';
import { byteSize } from '../format.ts';

const stageText: Readonly<Record<StageName, string>> = {
  load: 'Loading the model',
  open: 'Opening the video',
  decode: 'Looking at frame',
  encode: 'Looking at frame',
  aggregate: 'Putting the frames together',
  prefill: 'Reading the frames and the question',
  generate: 'Answering',
  decide: 'Deciding',
};

/** Which stage runs and how far it is. */
export function ProgressLine({ progress }: { readonly progress: ReadonlySignal<ProgressEvent | undefined> }) {
  const event = progress.value;
  // A single step has no measure: the bar moves to and fro.
  const isMeasured = event !== undefined && event.total > 1;
  const isFrames = event?.stage === 'decode' || event?.stage === 'encode';
  const text = event ? stageText[event.stage] : 'Starting';
  const amount = event?.stage === 'load' ? byteSize : (count: number) => `${count}`;
  const howFar = event ? `${text} ${amount(Math.max(1, event.done))} of ${amount(event.total)}` : text;
  return (
    <div class="progress-line">
      <progress
        aria-label="Progress"
        aria-valuetext={isMeasured ? howFar : text}
        {...(isMeasured && { value: event.done, max: event.total })}
      />
      <span aria-hidden="true">
        {isFrames || (isMeasured && event.stage === 'load') ? howFar : `${text} …`}
      </span>
    </div>
  );
}
