import { type JsonObject, jsonAt } from '@slowfast/model-files';

/** A token's text, and what it adds to a text in UTF-8; see `LikelyToken` of the spec. */
export interface SpelledToken {
  readonly token: string;
  readonly bytes: readonly number[];
}

/** Spells a token where it follows another that is part of the text, or begins the text. */
export type TokenSpeller = (id: number, previousId: number | undefined) => SpelledToken;

/** What spelling needs of a tokenizer. */
export interface SpellingParts {
  /** The token of an id as the vocabulary writes it. */
  readonly written: (id: number) => string | undefined;
  /** Ids that are left out of a text. */
  readonly specialIds: ReadonlySet<number>;
  /** Ids of added tokens that are part of a text, as they are written. */
  readonly literalIds: ReadonlySet<number>;
  readonly decode: (ids: readonly number[]) => string;
}

/**
 * Bytes come from the vocabulary where the tokenizer's decoder makes bytes of it: one for each character (`ByteLevel`), or tokens like `<0xE2>`
 * (`ByteFallback`). Else they are those of the text that the token adds.
 */
export function tokenSpeller(tokenizer: JsonObject, parts: SpellingParts): TokenSpeller {
  const kinds = decoderKinds(tokenizer);
  const isByteLevel = kinds.includes('ByteLevel');
  const hasByteTokens = kinds.includes('ByteFallback');
  const { written, specialIds, literalIds, decode } = parts;
  return (id, previousId) => {
    const spelling = written(id);
    if (spelling === undefined || specialIds.has(id)) return { token: spelling ?? '', bytes: [] };
    if (isByteLevel) return spelled(literalIds.has(id) ? utf8(spelling) : bytesOfCharacters(spelling));
    const byte = hasByteTokens ? /^<0x([0-9A-Fa-f]{2})>$/.exec(spelling)?.[1] : undefined;
    if (byte !== undefined) return spelled([Number.parseInt(byte, 16)]);
    if (previousId === undefined) return spelled(utf8(decode([id])));
    return spelled(utf8(decode([previousId, id]).slice(decode([previousId]).length)));
  };
}

function spelled(bytes: readonly number[]): SpelledToken {
  return { token: new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes)), bytes };
}

function utf8(text: string): readonly number[] {
  return [...new TextEncoder().encode(text)];
}

function decoderKinds(tokenizer: JsonObject): readonly unknown[] {
  const decoder = jsonAt(tokenizer, 'decoder');
  const inner = jsonAt(tokenizer, 'decoder', 'decoders');
  return [decoder, ...(Array.isArray(inner) ? inner : [])].map((each) => (each as JsonObject | null)?.type);
}

/** The byte of each character of a byte-level vocabulary; characters that stand for none are written as they are. */
function bytesOfCharacters(spelling: string): readonly number[] {
  return [...spelling].flatMap((character) => byteOfCharacter.get(character) ?? utf8(character));
}

/**
 * Byte-level vocabularies write printable bytes of Latin-1 as they are, and the rest as characters from U+0100 on
 * (https://github.com/openai/gpt-2/blob/master/src/encoder.py, `bytes_to_unicode`).
 */
const byteOfCharacter: ReadonlyMap<string, number> = (() => {
  const map = new Map<string, number>();
  let others = 0;
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
    map.set(String.fromCharCode(isPrintable ? byte : 0x100 + others++), byte);
  }
  return map;
})();
