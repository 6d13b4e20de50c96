import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Conversation } from '../state/conversation.ts';
import { ArrowUp, Square } from './icons.tsx';

/** The field for a question. Enter asks, Shift and Enter make a new line. */
export function Composer({ conversation }: { readonly conversation: Conversation }) {
  const question = useSignal('');
  const options = useSignal('');
  const field = useRef<HTMLTextAreaElement>(null);
  const isAnswering = conversation.isAnswering.value;
  const text = question.value.trim();

  const ask = () => {
    if (text === '' || isAnswering) return;
    const lines = options.value.split('\n').map((line) => line.trim());
    const given = lines.filter((line) => line !== '');
    question.value = '';
    options.value = '';
    void conversation.ask({ text, options: given.length > 0 ? given : undefined });
  };

  // People with a keyboard go on with it; on a touch screen the field would cover the video with one.
  useEffect(() => {
    if (matchMedia('(hover: hover) and (pointer: fine)').matches)
      field.current?.focus({ preventScroll: true });
  }, []);

  // The field grows with its text, where the browser does not do that itself.
  useEffect(() => {
    const { current } = field;
    if (!current || CSS.supports('field-sizing', 'content')) return;
    current.style.height = 'auto';
    current.style.height = `${current.scrollHeight}px`;
  }, [question.value]);

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <div class="composer-row">
        <textarea
          ref={field}
          rows={1}
          aria-label="Question"
          placeholder="Ask about the video"
          value={question}
          onInput={({ currentTarget }) => {
            question.value = currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            ask();
          }}
        />
        {isAnswering ? (
          <button
            type="button"
            class="button send"
            onClick={() => {
              conversation.stop();
              field.current?.focus({ preventScroll: true });
            }}
          >
            <Square /> Stop
          </button>
        ) : (
          <button type="submit" class="button primary send" disabled={text === ''}>
            <ArrowUp /> Ask
          </button>
        )}
      </div>
      <details class="options">
        <summary>Options to choose from</summary>
        <label>
          <span class="note">One in each line, two or more; the model then answers with a letter.</span>
          <textarea
            rows={3}
            aria-label="Options"
            value={options}
            onInput={({ currentTarget }) => {
              options.value = currentTarget.value;
            }}
          />
        </label>
      </details>
    </form>
  );
}
