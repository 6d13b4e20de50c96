import { Tokenizer } from '@huggingface/tokenizers';
import { type JsonObject, jsonAt, type TokenizerFiles } from '@slowfast/model-files';
import { isError, ModelInvalidError } from '@slowfast/spec';
import { withNumericCharacters } from './numeric-characters.ts';
import type { DeclaredToken } from './read-added-tokens.ts';

/** Normalisation, pre-tokenisation and the model of a checkpoint's tokenizer, without its added tokens. */
export interface PlainTokenizer {
  readonly normalize: (text: string) => string;
  /** Words of a text as the model sees them. `isFirst`: the text begins a chunk. */
  readonly words: (text: string, isFirst: boolean) => string[];
  /** Ids of normalised words. */
  readonly ids: (words: string[]) => number[];
  /** The token that stands for what is not known; absent in tokenizers that know every byte. */
  readonly unknownId: number | undefined;
  readonly idOf: (token: string) => number | undefined;
  /** A token as the vocabulary writes it. */
  readonly written: (id: number) => string | undefined;
  /** Ids that the tokenizer puts in front of every text. */
  readonly startIds: readonly number[];
  /** Text of ids; special tokens and ids without a token are left out. */
  readonly decode: (ids: readonly number[]) => string;
}

/** @throws ModelInvalidError when the file is not one that Hugging Face's tokenizers write. */
export function plainTokenizer(
  place: string,
  { tokenizer: file, tokenizerConfig }: TokenizerFiles,
  addedTokens: readonly DeclaredToken[],
): PlainTokenizer {
  const tokenizer = construct(place, file, tokenizerConfig);
  const model = tokenizer.model!;
  const idOf = (token: string) => addedIds.get(token) ?? model.tokens_to_ids.get(token);
  const addedIds = new Map(addedTokens.map((token) => [token.content, token.id]));
  const unknownToken = jsonAt(file, 'model', 'unk_token') ?? model.unk_token;
  const unknownId = typeof unknownToken === 'string' ? idOf(unknownToken) : undefined;
  const startIds = readStartIds(tokenizer, idOf);
  // The library enters added tokens into the model's vocabulary, where a word that spells one would find them.
  for (const { content, special, id } of addedTokens) {
    const isWordToo = !special && jsonAt(file, 'model', 'vocab', content) === id;
    if (!isWordToo) model.tokens_to_ids.delete(content);
  }
  return {
    normalize: (text) => (tokenizer.normalizer ? tokenizer.normalizer(text) : text),
    words: (text, isFirst) =>
      tokenizer.pre_tokenizer ? tokenizer.pre_tokenizer(text, { section_index: isFirst ? 0 : 1 }) : [text],
    ids: (words) =>
      (model(words) as string[]).flatMap((token) => {
        const id = model.tokens_to_ids.get(token) ?? unknownId;
        return id === undefined ? [] : id;
      }),
    unknownId,
    idOf,
    written: (id) => model.vocab[id],
    startIds,
    decode(ids) {
      const known = ids.filter((id) => model.vocab[id] !== undefined);
      if (known.length === 0) return '';
      return tokenizer.decode(known, {
        skip_special_tokens: true,
        // It would rewrite text that has been streamed already; a tokenizer's decoder that needs it does it token by token.
        clean_up_tokenization_spaces: false,
      });
    },
  };
}

function construct(place: string, file: JsonObject, config: object): Tokenizer {
  try {
    return new Tokenizer(withNumericCharacters(file), config);
  } catch (cause) {
    const found = isError(cause) ? cause.message : String(cause);
    const expected = 'a tokenizer that @huggingface/tokenizers can read';
    throw new ModelInvalidError({ place: `${place}/tokenizer.json`, found, expected }, { cause });
  }
}

/** What the post-processor puts in front of a text, found by giving it one. */
function readStartIds(tokenizer: Tokenizer, idOf: (token: string) => number | undefined): number[] {
  const probe = '\u0000';
  const processed: { tokens: string[] } | undefined = tokenizer.post_processor?.([probe], null, true);
  const tokens = processed?.tokens ?? [];
  const start = tokens.slice(0, Math.max(0, tokens.indexOf(probe)));
  return start.flatMap((token) => idOf(token) ?? []);
}
