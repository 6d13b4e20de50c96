/** Seconds of one round of a candidate. */
export interface Round {
  /** From a prompt of so many tokens to the first token of its answer. */
  readonly firstToken: number;
  /** Of each token behind it. */
  readonly perToken: number;
  /** From another question about the same tokens to the first token of its answer, where the candidate keeps what it has run. */
  readonly secondQuestion?: number;
}

/** What is measured, with its weights in memory. */
export interface Candidate extends AsyncDisposable {
  round(): Promise<Round>;
}

/** Tokens of a video, of a question, and of an answer behind its first. */
export const [videoTokens, questionTokens, answerTokens] = [3640, 40, 24];

/** How long something takes, in seconds. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
