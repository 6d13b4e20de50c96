import { isJsonObject, type JsonObject, jsonAt } from '@slowfast/model-files';
import type { TokenVocabulary } from '@slowfast/spec';
import { byteOfCode } from './byte-level-characters.ts';
import { readAddedTokens } from './read-added-tokens.ts';

/** What a token's name says of its text. */
type TextOfToken = (name: string) => Uint8Array | undefined;

/**
 * The texts of a tokenizer's tokens, as its decoder makes them; added tokens, which are for control, have none. Decoders that put texts one
 * behind the other are those of bytes (GPT-2's) and of SentencePiece.
 */
export function tokenVocabulary(tokenizer: JsonObject): TokenVocabulary {
  const { textOf, isConcatenated } = readDecoder(tokenizer.decoder);
  const texts: (Uint8Array | undefined)[] = [];
  const idOf = readVocabulary(tokenizer, (name, id) => {
    texts[id] = textOf(name);
  });
  const others = [
    ...readAddedTokens(tokenizer).map(({ id }) => id),
    idOf(jsonAt(tokenizer, 'model', 'unk_token')),
  ];
  for (const id of others) if (id !== undefined) texts[id] = undefined;
  // No holes: a list with some is slow to read.
  return { texts: Array.from(texts), isConcatenated };
}

/** Tells each token of the model's vocabulary; returns what finds one by its name. */
function readVocabulary(
  tokenizer: JsonObject,
  tell: (name: string, id: number) => void,
): (name: unknown) => number | undefined {
  const vocabulary = jsonAt(tokenizer, 'model', 'vocab');
  if (Array.isArray(vocabulary)) {
    const names = vocabulary.map((entry) => String([entry].flat()[0]));
    names.forEach(tell);
    return (name) => (names.includes(String(name)) ? names.indexOf(String(name)) : undefined);
  }
  const ids = isJsonObject(vocabulary) ? vocabulary : {};
  for (const name in ids) {
    const id = ids[name];
    if (typeof id === 'number') tell(name, id);
  }
  return (name) => {
    const id = typeof name === 'string' && Object.hasOwn(ids, name) ? ids[name] : undefined;
    return typeof id === 'number' ? id : undefined;
  };
}

function readDecoder(decoder: unknown): { readonly textOf: TextOfToken; readonly isConcatenated: boolean } {
  const steps = decoderSteps(decoder);
  const types = steps.map(({ type }) => type);
  if (types.length === 1 && types[0] === 'ByteLevel')
    return { textOf: bytesOfCharacters, isConcatenated: true };
  const encode = (text: string) => new TextEncoder().encode(text);
  const isSentencePiece =
    types.length > 0 &&
    steps.every(
      (step) =>
        ['Metaspace', 'ByteFallback', 'Fuse', 'Strip'].includes(String(step.type)) ||
        isSpaceReplacement(step),
    );
  if (!isSentencePiece) {
    const prefix = steps.find(({ type }) => type === 'WordPiece')?.prefix;
    const plain = (name: string) =>
      typeof prefix === 'string' && name.startsWith(prefix) ? name.slice(prefix.length) : name;
    return { textOf: (name) => encode(plain(name)), isConcatenated: false };
  }
  const hasBytes = types.includes('ByteFallback');
  return {
    textOf(name) {
      const byte = hasBytes ? /^<0x([0-9A-F]{2})>$/.exec(name)?.[1] : undefined;
      return byte === undefined
        ? encode(name.replaceAll('\u2581', ' '))
        : Uint8Array.of(Number.parseInt(byte, 16));
    },
    isConcatenated: true,
  };
}

function decoderSteps(decoder: unknown): JsonObject[] {
  if (!isJsonObject(decoder)) return [];
  return Array.isArray(decoder.decoders) ? decoder.decoders.flatMap(decoderSteps) : [decoder];
}

const isSpaceReplacement = (step: JsonObject): boolean =>
  step.type === 'Replace' && jsonAt(step, 'pattern', 'String') === '\u2581' && step.content === ' ';

/** The bytes that a name of characters stands for; none where one stands for no byte. */
function bytesOfCharacters(name: string): Uint8Array | undefined {
  const bytes = new Uint8Array(name.length);
  for (let i = 0; i < name.length; i++) {
    const byte = byteOfCode[name.charCodeAt(i)] ?? -1;
    if (byte < 0) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}
