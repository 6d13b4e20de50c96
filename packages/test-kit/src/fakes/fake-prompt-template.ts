import {
  EmptyQuestionError,
  type PromptPart,
  type PromptTemplate,
  type Question,
  type TimedFrames,
  type Turn,
} from '@slowfast/spec';

/** Settings of {@link fakePromptTemplate}. */
export interface FakePromptTemplateSettings {
  /** None if absent. */
  readonly stopStrings?: readonly string[];
}

/**
 * The smallest prompt template that keeps the whole contract: the video once, in the first user turn; marks as `control`,
 * questions and the system prompt as `text`, times of frames as `[12] `; a forced start `Best option: (` where there are options.
 */
export function fakePromptTemplate({ stopStrings = [] }: FakePromptTemplateSettings = {}): PromptTemplate {
  return {
    id: 'fake-prompt-template',
    stopStrings,
    writesTimes: true,
    render(turns, { system = '', timed } = {}) {
      const answerStart = startOf(turns.at(-1));
      const inFront: readonly PromptPart[] =
        system.trim() === ''
          ? []
          : [
              { type: 'control', text: '<system> ' },
              { type: 'text', text: system.trim() },
            ];
      const parts = turns.flatMap((turn, i) => [...renderTurn(turn, i === 0 ? videoParts(timed) : [])]);
      const start: PromptPart = { type: 'text', text: answerStart };
      return {
        parts: [
          ...inFront,
          ...parts,
          { type: 'control', text: '<assistant> ' },
          ...(answerStart ? [start] : []),
        ],
        answerStart,
      };
    },
  };
}

function startOf(turn: Turn | undefined): string {
  if (turn?.role !== 'user') throw new EmptyQuestionError({ found: 'the last turn is not the user’s' });
  return turn.question.options === undefined ? '' : 'Best option: (';
}

function videoParts(timed: TimedFrames | undefined): readonly PromptPart[] {
  if (!timed) return [{ type: 'video' }];
  const { frames, videoTokens } = timed;
  const end = frames.at(-1)?.to ?? 0;
  return [
    ...frames.flatMap(({ timestampSeconds, from, to }): PromptPart[] => [
      { type: 'text', text: `[${Math.floor(timestampSeconds)}] ` },
      { type: 'video', from, to },
    ]),
    ...(end < videoTokens ? [{ type: 'video', from: end, to: videoTokens } as const] : []),
  ];
}

function renderTurn(turn: Turn, video: readonly PromptPart[]): readonly PromptPart[] {
  if (turn.role === 'assistant') {
    return [
      { type: 'control', text: '<assistant> ' },
      { type: 'text', text: turn.text },
    ];
  }
  return [
    { type: 'control', text: '<user> ' },
    ...video,
    { type: 'text', text: questionText(turn.question) },
  ];
}

function questionText({ text, options = [] }: Question): string {
  if (text.trim() === '') throw new EmptyQuestionError({});
  const lines = options.map((option, i) => `(${String.fromCharCode(65 + i)}) ${option}`);
  return `${[text, ...lines].join('\n')}\n`;
}
