import { InvalidSettingError, type TokenLogprob } from '@slowfast/spec';
import { type ScoredToken, tokenLogprobs } from '../sampling/token-logprobs.ts';
import type { TokenSpeller } from '../tokenizer/token-speller.ts';

/** Gathers how likely an answer's tokens were, to be told with the next piece of the text. */
export interface ToldLogprobs {
  /** Takes a token of the answer and the logits that it was chosen by. */
  push(logits: Float32Array, id: number): void;
  /** Those since the last call, as a member of a part; no member where none were asked for. */
  take(): { readonly logprobs?: readonly TokenLogprob[] };
}

/** @throws InvalidSettingError when what is asked for is no number of tokens. */
export function toldLogprobs(asked: boolean | number | undefined, spell: TokenSpeller): ToldLogprobs {
  if (asked === undefined || asked === false) return { push: () => {}, take: () => ({}) };
  if (asked !== true && !(Number.isInteger(asked) && asked >= 1)) {
    const expected = 'true, or a whole number of at least 1';
    throw new InvalidSettingError({ setting: 'logprobs', found: String(asked), expected });
  }
  let waiting: TokenLogprob[] = [];
  let previousId: number | undefined;
  return {
    push(logits, id) {
      const scored = tokenLogprobs(logits, id, asked === true ? 0 : asked);
      const tell = ({ id, logprob }: ScoredToken) => ({ id, ...spell(id, previousId), logprob });
      const chosen = tell(scored.chosen);
      waiting.push({ ...chosen, ...(asked !== true && { top: scored.top.map(tell) }) });
      // One that is left out of the text is nothing that others follow.
      if (chosen.bytes.length > 0) previousId = id;
    },
    take() {
      const logprobs = waiting;
      waiting = [];
      return { logprobs };
    },
  };
}
