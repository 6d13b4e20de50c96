import { useEffect, useRef } from 'preact/hooks';
import type { AppState } from '../state/app-state.ts';
import type { Problem } from '../state/problem.ts';
import type { ChosenVideo } from '../state/video-choice.ts';
import { Composer } from './composer.tsx';
import { ProblemAlert } from './problem-alert.tsx';
import { Suggestions } from './suggestions.tsx';
import { TurnView } from './turn-view.tsx';

/** Questions and answers, and the field for the next question. */
export function ConversationPane({
  state,
  video,
}: {
  readonly state: AppState;
  readonly video: ChosenVideo;
}) {
  const { conversation } = state;
  const turns = conversation.turns.value;
  const log = useRef<HTMLDivElement>(null);
  const newest = turns.at(-1)?.id;
  useEffect(() => {
    if (newest === undefined) return;
    const { current } = log;
    current?.scrollTo({ top: current.scrollHeight });
  }, [newest]);
  return (
    <section class="conversation" aria-label="Conversation">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div class="log" role="log" aria-label="Questions and answers" tabIndex={0} ref={log}>
        {turns.map((turn) => (
          <TurnView key={turn.id} turn={turn} />
        ))}
      </div>
      {turns.length === 0 && <Suggestions state={state} video={video} />}
      <ConversationProblem state={state} />
      <Composer conversation={conversation} />
    </section>
  );
}

/** One problem at a time: of the model, which no question can be asked without, or of the last question. */
function ConversationProblem({ state: { life, conversation } }: { readonly state: AppState }) {
  const ofModel = life.problem.value;
  const problem = ofModel ?? conversation.problem.value;
  if (!problem) return null;
  return (
    <ProblemAlert
      title={ofModel ? titleOf(ofModel) : 'This question has no answer'}
      problem={problem}
      onDismiss={() => {
        life.dismissProblem();
        conversation.dismissProblem();
      }}
    />
  );
}

function titleOf({ code }: Problem): string {
  return code.startsWith('model-') ? 'This model can’t be used' : 'The model can’t be started';
}
