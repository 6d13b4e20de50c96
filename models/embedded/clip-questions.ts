import type { Question, QuestionDraft, QuestionKind, Random, Scene } from '@slowfast/shape-world';
import { draftQuestions, offerOptions, questionKinds } from '@slowfast/shape-world';

/** A question about a clip file, as questions.json holds it. */
export interface ClipQuestion {
  readonly clip: string;
  readonly kind: QuestionKind;
  readonly question: string;
  /** Present for multiple choice, where the answer is a letter. */
  readonly options?: readonly string[];
  readonly answer: string;
  /** All right answers, `answer` among them. */
  readonly accepted: readonly string[];
}

const toClipQuestion = (clip: string, { kind, text, options, answer, accepted }: Question): ClipQuestion => ({
  clip,
  kind,
  question: text,
  ...(options ? { options } : {}),
  answer,
  accepted,
});

function pickDraft(
  kind: QuestionKind,
  drafts: readonly QuestionDraft[],
  random: Random,
): QuestionDraft | undefined {
  // What is there for a moment only is asked about by its own kind.
  const lasting = kind === 'colour' || kind === 'shape' ? drafts.filter((draft) => !draft.brief) : drafts;
  const chosen = lasting.length > 0 ? lasting : drafts;
  return chosen.length > 0 ? random.pick(chosen) : undefined;
}

/** One open-ended question of every kind that the scene allows, and two of multiple choice. */
export function questionsForClip(clip: string, scene: Scene, random: Random): ClipQuestion[] {
  const context = { scene, random, moving: true };
  const questions: ClipQuestion[] = [];
  const choosable: QuestionDraft[] = [];
  for (const kind of questionKinds) {
    if (kind === 'digit' && !scene.digit) continue;
    const draft = pickDraft(kind, draftQuestions(kind, context), random);
    if (draft) questions.push(toClipQuestion(clip, draft));
    const other = pickDraft(kind, draftQuestions(kind, context), random);
    if (other && other.choices.length > 0) choosable.push(other);
  }
  for (const draft of random.shuffled(choosable).slice(0, 2)) {
    questions.push(toClipQuestion(clip, offerOptions(draft, random.pick(draft.choices), random)));
  }
  return questions;
}
