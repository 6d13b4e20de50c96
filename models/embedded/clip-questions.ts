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

/** The kinds that can be asked about a scene. That there is no digit is not asked. */
export function askableKinds(scene: Scene, random: Random): readonly QuestionKind[] {
  const context = { scene, random, moving: true };
  return questionKinds.filter(
    (kind) => (kind !== 'digit' || scene.digit) && draftQuestions(kind, context).length > 0,
  );
}

/** One open-ended question of each of the kinds that the scene allows, and some of multiple choice of any kind that it allows. */
export function questionsForClip(
  clip: string,
  scene: Scene,
  random: Random,
  { kinds, choices }: { readonly kinds: readonly QuestionKind[]; readonly choices: number },
): ClipQuestion[] {
  const context = { scene, random, moving: true };
  const askable = askableKinds(scene, random);
  const questions: ClipQuestion[] = [];
  const choosable: QuestionDraft[] = [];
  for (const kind of askable) {
    const draft = kinds.includes(kind) && pickDraft(kind, draftQuestions(kind, context), random);
    if (draft) questions.push(toClipQuestion(clip, draft));
    const other = pickDraft(kind, draftQuestions(kind, context), random);
    if (other && other.choices.length > 0) choosable.push(other);
  }
  for (const draft of random.shuffled(choosable).slice(0, choices)) {
    questions.push(toClipQuestion(clip, offerOptions(draft, random.pick(draft.choices), random)));
  }
  return questions;
}

/** Kinds that a single frame may answer, wherever a thing is there all the time. */
const stillKinds = ['colour', 'shape', 'is-there', 'digit', 'digits', 'digit-at', 'odd'] as const;

/**
 * Open-ended questions in the words of stills, as a model that was trained on stills alone understands them: one of each kind that a single
 * frame may answer, and as of kind `brief` one about the thing that is there for a moment only: its colour, its shape or whether it is there.
 */
export function stillQuestionsForClip(clip: string, scene: Scene, random: Random): ClipQuestion[] {
  const context = { scene, random, moving: false };
  const questions: ClipQuestion[] = [];
  const ofEvent: QuestionDraft[] = [];
  for (const kind of stillKinds) {
    if (kind === 'digit' && !scene.digit) continue;
    const drafts = draftQuestions(kind, context);
    const lasting = drafts.filter(({ brief }) => !brief);
    if (lasting.length > 0) questions.push(toClipQuestion(clip, random.pick(lasting)));
    ofEvent.push(...drafts.filter(({ brief }) => brief));
  }
  if (ofEvent.length > 0) questions.push({ ...toClipQuestion(clip, random.pick(ofEvent)), kind: 'brief' });
  return questions;
}
