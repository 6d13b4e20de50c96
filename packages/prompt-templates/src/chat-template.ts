import { Template } from '@huggingface/jinja';
import { isError, ModelInvalidError } from '@slowfast/spec';

/** A message as chat templates take it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string | readonly { readonly type: 'image' | 'text'; readonly text?: string }[];
}

/** Renders messages to the text that the model reads. */
export type RenderChat = (
  messages: readonly ChatMessage[],
  options: { readonly addGenerationPrompt: boolean },
) => string;

/**
 * A Jinja chat template with the values that Hugging Face gives it.
 *
 * @throws ModelInvalidError when it can't be parsed; rendering throws it when the template refuses or fails.
 */
export function chatTemplate(text: string, specialTokens: Readonly<Record<string, string>>): RenderChat {
  const template = attempt(() => new Template(text));
  return (messages, { addGenerationPrompt }) =>
    attempt(() =>
      template.render({ ...specialTokens, messages, add_generation_prompt: addGenerationPrompt }),
    );
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const found = isError(cause) ? cause.message : String(cause);
    const expected = 'a Jinja chat template that renders a conversation with an image';
    throw new ModelInvalidError({ place: 'chat template', found, expected }, { cause });
  }
}
