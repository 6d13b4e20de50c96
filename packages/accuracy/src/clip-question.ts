/** A question about a clip, as an entry of `questions.json` beside the clips. */
export interface ClipQuestion {
  /** The clip's place in the folder: a video file, a GIF or a folder of pictures. */
  readonly clip: string;
  /** What it asks about, in words of one's own: `colour`, `motion`, `detail`, … */
  readonly kind: string;
  readonly question: string;
  /** Makes it multiple choice; the model is told them with the letters of its prompt template. */
  readonly options?: readonly string[];
  /** The right answer; its letter (`A`, `B`, …) where there are options. */
  readonly answer: string;
  /** Every right answer; the one above alone if absent. */
  readonly accepted?: readonly string[];
}

/** A question and what was answered. */
export interface GradedQuestion extends ClipQuestion {
  readonly answered: string;
  readonly right: boolean;
  /** Of a question that was decided: how likely each answer is, in the order of the options, or of yes and no. */
  readonly decided?: {
    /** The model's own, at temperature 1; they sum to 1. */
    readonly probabilities: readonly number[];
    /** How much of the model's probability fell on the answers at all. */
    readonly labelMass: number;
  };
}

/** Whether an answer is one of the right ones; case, white space around it and a full stop at its end don't count. */
export function isRight({ answer, accepted = [answer] }: ClipQuestion, answered: string): boolean {
  const wanted = plain(answered);
  return accepted.some((text) => plain(text) === wanted);
}

function plain(text: string): string {
  return text.trim().replace(/\.$/, '').toLowerCase();
}
