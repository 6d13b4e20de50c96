import { slowfast } from '@slowfast/tiny-model/config.json';
import { ProblemAlert } from '../components/problem-alert.tsx';
import { modelName } from '../components/settings/model-name.ts';
import type { AppState } from '../state/app-state.ts';
import { chooseModel } from '../state/choose-model.ts';

/** Which model will answer and, honestly, what the embedded one knows. */
export function ModelLine({ state }: { readonly state: AppState }) {
  const { settings, life } = state;
  const model = settings.model.value;
  if (model.kind === 'embedded') {
    return (
      <p class="honesty">
        <strong>What the built-in model knows:</strong> {slowfast.knows}. It is tiny on purpose, so that you
        can see everything work at once. For real videos take one from the Hugging Face hub, or bring a model
        of your own: drop its folder here.
      </p>
    );
  }
  return (
    <div class="honesty">
      {life.problem.value ? (
        <ProblemAlert
          title="This model can’t be used"
          problem={life.problem.value}
          onDismiss={life.dismissProblem}
        />
      ) : (
        <p>
          <strong>Your model answers:</strong> {modelName(model)}
          {life.opened.value ? ', ready' : ', being opened …'}
        </p>
      )}
      <button type="button" class="button quiet" onClick={() => chooseModel(settings, { kind: 'embedded' })}>
        Use the embedded model
      </button>
    </div>
  );
}
