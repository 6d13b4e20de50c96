import type { TokenizerFiles } from '@slowfast/model-files';
import { addedTokenSplitter, metaspace } from './added-tokens.ts';
import { mapMarked, markedText, type TextPart } from './marked-text.ts';
import { plainTokenizer } from './plain-tokenizer.ts';
import { readAddedTokens } from './read-added-tokens.ts';
import { type TokenSpeller, tokenSpeller } from './token-speller.ts';

/** Turns the text of prompts into ids and ids of answers into text. */
export interface PromptTokenizer {
  /** Ids in front of a prompt, e.g. the beginning-of-sequence token; often none. */
  readonly startIds: readonly number[];
  /**
   * Ids of a chunk of a prompt, without `startIds`.
   *
   * @param isFirst whether the prompt begins with it, which is what some tokenizers put a space in front of; true if absent.
   */
  encode(parts: readonly TextPart[], isFirst?: boolean): number[];
  /** Words of a text that the tokenizer does not know, as typed, each once. */
  unknownWords(text: string): string[];
  /** Text of ids, special tokens left out. */
  decode(ids: readonly number[]): string;
  /** The id of a token by its text. */
  idOf(token: string): number | undefined;
  /** Text and bytes of one token of an answer. */
  readonly spell: TokenSpeller;
}

/**
 * The tokenizer of a checkpoint. Ids equal those of Hugging Face's tokenizers on the joined text of the parts, except
 * where a `text` part spells an added token, alone or together with its neighbours: there they are those of plain text.
 *
 * @throws ModelInvalidError when `tokenizer.json` is not one that Hugging Face's tokenizers write.
 */
export function promptTokenizer(place: string, files: TokenizerFiles): PromptTokenizer {
  const addedTokens = readAddedTokens(files.tokenizer);
  const plain = plainTokenizer(place, files, addedTokens);
  const splitWritten = addedTokenSplitter(addedTokens.filter((token) => !token.normalized));
  const splitNormalized = addedTokenSplitter(
    addedTokens
      .filter((token) => token.normalized)
      .map((token) => ({ ...token, content: plain.normalize(token.content) })),
  );

  function encode(parts: readonly TextPart[], isFirst = true): number[] {
    return splitWritten(markedText(parts)).flatMap((written) => {
      if (written.kind === 'token') return written.id;
      return splitNormalized(mapMarked(written.marked, plain.normalize)).flatMap((section) => {
        if (section.kind === 'token') return section.id;
        return plain.ids(plain.words(section.marked.text, isFirst && written.isFirst && section.isFirst));
      });
    });
  }

  function unknownWords(text: string): string[] {
    const { unknownId } = plain;
    if (unknownId === undefined || !encode([{ type: 'text', text }]).includes(unknownId)) return [];
    // Words are cut before normalising, so that they read as they were typed.
    const words = text.split(/\s+/).flatMap((word) => plain.words(word, true));
    const unknown = words
      .map((word) => word.replaceAll(metaspace, ''))
      .filter((word) => encode([{ type: 'text', text: word }]).includes(unknownId));
    return [...new Set(unknown)];
  }

  const { startIds, decode, idOf, written } = plain;
  const idsOf = (tokens: typeof addedTokens) => new Set(tokens.map(({ id }) => id));
  const spell = tokenSpeller(files.tokenizer, {
    written,
    specialIds: idsOf(addedTokens.filter(({ special }) => special)),
    literalIds: idsOf(addedTokens.filter(({ special }) => !special)),
    decode,
  });
  return { startIds, encode, unknownWords, decode, idOf, spell };
}
