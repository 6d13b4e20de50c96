import type { Problem } from '../state/problem.ts';
import { Cross, Warning } from './icons.tsx';

/** What people can do in this page, where the error speaks to programs. */
const advice: Readonly<Record<string, string>> = {
  'hub-access-denied': 'In this page the token is a field under “Access token, another hub”.',
  'hub-offline': 'The browser has removed a part of it, or it was never all there: download it again.',
  'worker-failed': 'The next question starts a new one by itself.',
};

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
        <p>
          {props.problem.message} {advice[props.problem.code]}
        </p>
      </div>
      <button type="button" class="icon-button" aria-label="Dismiss" onClick={props.onDismiss}>
        <Cross />
      </button>
    </div>
  );
}
