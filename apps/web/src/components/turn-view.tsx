import { useEffect, useRef } from 'preact/hooks';
import type { Turn } from '../state/turn.ts';
import { Warning } from './icons.tsx';
import { ProgressLine } from './progress-line.tsx';
import { TurnFacts } from './turn-facts.tsx';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Notices below an answer: those of the question rather than of the model or the machine, which are told elsewhere. */
const told = new Set([
  'frames-substituted',
  'frames-repaired',
  'budget-applied',
  'fitted-to-context',
  'sound-not-heard',
  'cache-unavailable',
]);

/** A question, its answer as it comes, and what it took. */
export function TurnView({ turn }: { readonly turn: Turn }) {
  const state = turn.state.value;
  const hasText = turn.text.value !== '';
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    if (hasText || state !== 'answering') article.current?.scrollIntoView({ block: 'nearest' });
  }, [hasText, state]);
  // What was told of the video is told again with its answers.
  const distinct = [...new Map(turn.notices.value.map((notice) => [notice.message, notice])).values()];
  const doubts = distinct.filter(({ code }) => code === 'outside-its-world');
  const notices = distinct.filter(({ code }) => told.has(code));
  return (
    // Read aloud once it is whole, not word by word.
    <article class={`turn ${state}`} aria-busy={state === 'answering'} ref={article}>
      <div class="question">
        <p>{turn.question.text}</p>
        {turn.question.options && (
          <ol class="question-options">
            {turn.question.options.map((option, i) => (
              <li key={i}>
                <b>{letters[i]}</b> {option}
              </li>
            ))}
          </ol>
        )}
      </div>
      {doubts.map(({ message }) => (
        <p key={message} class="warning">
          <Warning />
          <span>{message}</span>
        </p>
      ))}
      <p class="answer" data-answer>
        {turn.text}
      </p>
      {state === 'answering' && !hasText && <ProgressLine progress={turn.progress} />}
      {state === 'stopped' && <p class="mark-stopped">Stopped</p>}
      {state === 'failed' && <p class="mark-stopped">Not answered</p>}
      {notices.map(({ message }) => (
        <p key={message} class="note">
          {message}
        </p>
      ))}
      <TurnFacts turn={turn} />
    </article>
  );
}
