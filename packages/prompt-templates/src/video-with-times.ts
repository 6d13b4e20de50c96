import type { PromptPart, TimedFrames, TimestampForm } from '@slowfast/spec';
import { writeDuration, writeTime } from './frame-time.ts';
import { numberInWords } from './number-in-words.ts';

interface Surroundings {
  readonly before: string;
  readonly after: string;
}

/** For models that were shown no times: `[01:23] ` in front of each frame. */
export const defaultTimestamps: TimestampForm = {
  introduction: '',
  frame: '[{time}] ',
  time: 'clock',
  end: '',
};

/**
 * The same prompt with the video as frames, a time in front of each, and what the Fast pathway sees behind them. Times are `text`: they
 * spell no control token, and words of theirs that a tokenizer does not know are found like a user's.
 */
export function withTimes(
  parts: readonly PromptPart[],
  timed: TimedFrames,
  form: TimestampForm,
  aroundImage: Surroundings,
): PromptPart[] {
  const { before, after } = form.aroundFrame ?? aroundImage;
  const shown = (from: number, to: number): PromptPart[] => [
    { type: 'control', text: before },
    { type: 'video', from, to },
    { type: 'control', text: after },
  ];
  const { frames, videoTokens, durationSeconds } = timed;
  const framesEnd = frames.at(-1)?.to ?? 0;
  const introduction = form.introduction
    .replaceAll('{frames}', numberInWords(frames.length))
    .replaceAll('{duration}', writeDuration(durationSeconds));
  const video: readonly PromptPart[] = [
    { type: 'text', text: introduction },
    ...frames.flatMap(({ timestampSeconds, from, to }): PromptPart[] => [
      { type: 'text', text: form.frame.replaceAll('{time}', writeTime(timestampSeconds, form.time)) },
      ...shown(from, to),
    ]),
    ...(framesEnd < videoTokens ? shown(framesEnd, videoTokens) : []),
    { type: 'text', text: form.end },
  ];
  return parts
    .flatMap((part, i): readonly PromptPart[] => {
      if (part.type !== 'video') return [part];
      // An introduction is words of the turn, where a picture may stand right behind the role's name.
      const isApart = introduction === '' || endsWithSpace(parts[i - 1]);
      return [...(isApart ? [] : [{ type: 'control', text: ' ' } as const]), ...video];
    })
    .filter((part) => part.type === 'video' || part.text !== '');
}

function endsWithSpace(part: PromptPart | undefined): boolean {
  return part === undefined || part.type === 'video' || /\s$/.test(part.text);
}
