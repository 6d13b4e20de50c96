import { isJsonObject, type JsonObject } from '@slowfast/model-files';
import type { AddedToken } from './added-tokens.ts';

/** An added token with what its file says of how it is matched. */
export interface DeclaredToken extends AddedToken {
  /** Left out of answers. */
  readonly special: boolean;
  /** Matched in the normalised text instead of the text as written. */
  readonly normalized: boolean;
}

/** The `added_tokens` of a `tokenizer.json`. */
export function readAddedTokens(tokenizer: JsonObject): DeclaredToken[] {
  const declared = Array.isArray(tokenizer.added_tokens) ? tokenizer.added_tokens.filter(isJsonObject) : [];
  return declared.flatMap((token) => {
    const { id, content } = token;
    if (typeof id !== 'number' || typeof content !== 'string') return [];
    return {
      id,
      content,
      singleWord: token.single_word === true,
      stripsLeft: token.lstrip === true,
      stripsRight: token.rstrip === true,
      special: token.special === true,
      normalized: token.normalized === true,
    };
  });
}
