import { byteSize, counted } from '../format.ts';
import type { AssistantLife } from '../state/assistant-life.ts';
import type { VideoPlanning } from '../state/video-planning.ts';
import { Warning } from './icons.tsx';
import { type Part, StackedBar } from './stacked-bar.tsx';

/** What a question will take, before anything is decoded: tokens within the context, and memory. */
export function PlanPanel(props: { readonly planning: VideoPlanning; readonly life: AssistantLife }) {
  const plan = props.planning.plan.value;
  // What is wrong with a model is told beside the question.
  if (props.life.problem.value) return null;
  const problem = props.planning.problem.value;
  if (!plan && !problem) return <section class="panel plan" aria-label="Plan" aria-busy="true" />;
  return (
    <section class="panel plan" aria-labelledby="plan-title">
      <h2 id="plan-title">What a question takes</h2>
      {problem && (
        <p class="warning" role="status">
          <Warning />
          <span id="plan-problem">{problem.message}</span>
        </p>
      )}
      {plan && !problem && (
        <>
          <TokenBar planning={props.planning} />
          <MemoryBar planning={props.planning} />
          {plan.notices.map(({ code, message }) => (
            <p key={code} class="note">
              {message}
            </p>
          ))}
          <p class="notation">
            <code>{plan.aggregation}</code>
          </p>
        </>
      )}
    </section>
  );
}

function TokenBar({ planning }: { readonly planning: VideoPlanning }) {
  const plan = planning.plan.value!;
  const { tokens, textTokens, contextLength } = plan;
  const needed = tokens.total + textTokens.prompt + textTokens.answer;
  const isTwoStreams = tokens.fast > 0;
  const parts: readonly Part[] = [
    { name: isTwoStreams ? 'Slow' : 'Video', amount: tokens.slow, kind: 'slow' as const },
    { name: 'Fast', amount: tokens.fast, kind: 'fast' as const },
    { name: 'Question', amount: textTokens.prompt, kind: 'prompt' as const },
    { name: 'Longest answer', amount: textTokens.answer, kind: 'answer' as const },
  ].filter(({ amount }) => amount > 0);
  const summary = `${needed.toLocaleString('en')} of ${counted(contextLength, 'token')}`;
  return (
    <figure class="bar-figure">
      <figcaption>
        <span>Context</span> <strong class={plan.fits ? undefined : 'over'}>{summary}</strong>
      </figcaption>
      <StackedBar
        label={`${summary}: ${words(parts, (amount) => counted(amount, 'token'))}${plan.fits ? '' : '. It does not fit'}`}
        parts={parts}
        capacity={contextLength}
      />
      {!plan.fits && (
        <p class="warning" role="status">
          <Warning />
          <span>
            This does not fit: the model holds {counted(contextLength, 'token')}, and{' '}
            {(needed - contextLength).toLocaleString('en')} are too many. Take fewer frames or a coarser grid,
            or set a token budget of at most{' '}
            {(contextLength - textTokens.prompt - textTokens.answer).toLocaleString('en')}.
          </span>
        </p>
      )}
    </figure>
  );
}

function MemoryBar({ planning }: { readonly planning: VideoPlanning }) {
  const { memory, bytes } = planning.plan.value!;
  const parts: readonly Part[] = [
    { name: 'Key-value cache', amount: memory.keyValueCache, kind: 'slow' as const },
    { name: 'Video tokens', amount: memory.videoTokens, kind: 'fast' as const },
    { name: 'Logits', amount: memory.logits, kind: 'prompt' as const },
  ];
  return (
    <figure class="bar-figure small">
      <figcaption>
        <span>Memory beside the model</span> <strong>{byteSize(bytes)}</strong>
      </figcaption>
      <StackedBar
        label={`${byteSize(bytes)}: ${words(parts, byteSize)}`}
        parts={parts}
        capacity={bytes}
        format={byteSize}
      />
    </figure>
  );
}

function words(parts: readonly Part[], amountText: (amount: number) => string): string {
  return parts.map(({ name, amount }) => `${name} ${amountText(amount)}`).join(', ');
}
