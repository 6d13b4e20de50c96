import type { Problem } from '../state/problem.ts';
import { Cross, Warning } from './icons.tsx';

/** Says what went wrong, to everybody at once. */
export function ProblemAlert(props: {
  readonly title: string;
  readonly problem: Problem;
  readonly onDismiss: () => void;
}) {
  return (
    <div class="problem" role="alert" data-code={props.problem.code}>
      <Warning />
      <div>
        <strong>{props.title}</strong>
        <p>{props.problem.message}</p>
      </div>
      <button type="button" class="icon-button" aria-label="Dismiss" onClick={props.onDismiss}>
        <Cross />
      </button>
    </div>
  );
}
