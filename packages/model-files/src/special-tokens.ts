import { isJsonObject, type JsonObject, jsonAt } from './json.ts';
import type { TokenizerFiles } from './model-folder.ts';

/** Special tokens by the names that chat templates use, e.g. `{ bos_token: '<s>' }`. */
export type SpecialTokens = Readonly<Record<string, string>>;

const isTokenName = (name: string): boolean => name.endsWith('_token') && !name.startsWith('add_');

/** The named special tokens of `tokenizer_config.json`. */
export function readSpecialTokens({ tokenizerConfig }: TokenizerFiles): SpecialTokens {
  const tokens: Record<string, string> = {};
  for (const [name, value] of Object.entries(tokenizerConfig)) {
    const text = typeof value === 'string' ? value : jsonAt(value, 'content');
    if (isTokenName(name) && typeof text === 'string') tokens[name] = text;
  }
  return tokens;
}

/** The text of the token with this id: an added token, or one of the vocabulary. */
export function tokenText(tokenizer: JsonObject, id: number): string | undefined {
  const added = Array.isArray(tokenizer.added_tokens) ? tokenizer.added_tokens : [];
  const content = jsonAt(
    added.find((token) => jsonAt(token, 'id') === id),
    'content',
  );
  if (typeof content === 'string') return content;
  const vocabulary = jsonAt(tokenizer, 'model', 'vocab');
  if (!isJsonObject(vocabulary)) return undefined;
  return Object.keys(vocabulary).find((text) => vocabulary[text] === id);
}
