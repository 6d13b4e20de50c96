/** Tokens of one answer. */
export interface AnswerUsage {
  /** Tokens that the video takes in the prompt. */
  readonly videoTokens: number;
  /** Tokens of the whole prompt: the video's, the text's and, in a chat, the earlier turns'. */
  readonly promptTokens: number;
  readonly answerTokens: number;
}
