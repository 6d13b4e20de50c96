import type { LanguageModelDescription } from '@slowfast/model-files';
import type { ContextBytes } from '@slowfast/spec';
import { cacheCapacity } from './decoder-graph/append-only-cache.ts';
import type { DecoderGraphBinding } from './decoder-graph/decoder-graph-binding.ts';

/**
 * Memory that a context of so many tokens takes at most: the cache of one sequence with the room that it has for more, and
 * the logits of one chunk. Where a decoder graph returns the cache whole, there are two of it while a token is made.
 */
export function contextBytes(
  description: LanguageModelDescription,
  binding: DecoderGraphBinding,
  tokens: number,
  chunkTokens: number,
): ContextBytes {
  const { contextLength, keyValueBytesPerToken, fixedStateBytes, logitsBytesPerToken } = description;
  const cached = binding.states.kind === 'appended' ? cacheCapacity(tokens, contextLength) : tokens;
  const hasOnePosition = binding.numLogitsToKeep !== undefined || binding.logits.shape.at(-2) === 1;
  return {
    keyValueCache: cached * keyValueBytesPerToken + fixedStateBytes,
    logits: logitsBytesPerToken * (hasOnePosition ? 1 : Math.min(tokens, chunkTokens)),
  };
}
