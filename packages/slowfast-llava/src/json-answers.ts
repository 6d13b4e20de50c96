import type { JsonConstraints } from '@slowfast/json-constraints';
import type { VideoAssistantStages } from '@slowfast/pipeline';
import type { TokenVocabulary } from '@slowfast/spec';

/** Answers in JSON; what makes them is loaded with the first, and kept for the vocabulary that it was made for. */
export function jsonAnswers(): NonNullable<VideoAssistantStages['constrain']> {
  let kept: { readonly vocabulary: TokenVocabulary; readonly constraints: JsonConstraints } | undefined;
  return async ({ schema }, vocabulary, maxTokens) => {
    const { jsonConstraints } = await import('@slowfast/json-constraints');
    if (kept?.vocabulary !== vocabulary) kept = { vocabulary, constraints: jsonConstraints(vocabulary) };
    return kept.constraints.constraint(schema, maxTokens);
  };
}
