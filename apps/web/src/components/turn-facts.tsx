import type { StageName, StageSeconds } from '@slowfast/spec';
import { counted, duration } from '../format.ts';
import type { Turn } from '../state/turn.ts';

const names: Readonly<Record<StageName, string>> = {
  load: 'loading',
  open: 'opening',
  decode: 'decoding',
  encode: 'encoding',
  aggregate: 'aggregating',
  prefill: 'reading',
  generate: 'writing',
  decide: 'weighing answers',
};

/** What an answer took: one line, with the stages on demand. */
export function TurnFacts({ turn }: { readonly turn: Turn }) {
  const result = turn.result.value;
  if (!result) return null;
  const watching = turn.watching.value;
  const watched = watching?.seconds ?? {};
  // The first answer repeats the seconds of watching.
  const answered: StageSeconds = { ...watched, ...result.seconds };
  const stages = Object.entries(answered) as [StageName, number][];
  const total = stages.reduce((sum, [, seconds]) => sum + seconds, 0);
  const how = !watching
    ? 'video already watched'
    : watching.fromCache
      ? `${counted(watching.frames, 'frame')} remembered from before`
      : `${counted(watching.frames, 'frame')} watched`;
  return (
    <details class="facts">
      <summary>
        {duration(total)} · {how} · {counted(result.usage.answerTokens, 'token')}
        {result.finishReason === 'length' && ' · cut at the longest answer'}
      </summary>
      <ul>
        {stages.map(([stage, seconds]) => (
          <li key={stage}>
            {names[stage]} <b>{duration(seconds)}</b>
          </li>
        ))}
        <li>
          prompt <b>{counted(result.usage.promptTokens, 'token')}</b>, of the video{' '}
          <b>{result.usage.videoTokens.toLocaleString('en')}</b>
        </li>
      </ul>
    </details>
  );
}
