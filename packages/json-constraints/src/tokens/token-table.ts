import type { TokenVocabulary } from '@slowfast/spec';
import { bytes } from '../reading/position.ts';
import { nextUtf8, type Utf8State } from '../reading/utf8.ts';
import { type TokenTrie, tokenTrie } from './token-trie.ts';

/** A vocabulary, ready to be asked which of its tokens may come next. */
export interface TokenTable {
  /** One more than the largest id. */
  readonly size: number;
  readonly all: TokenTrie;
  /** Tokens that are more than plain characters. */
  readonly special: TokenTrie;
  /** Tokens of plain characters, by their number: what strings are made of, without quote, backslash and control characters. */
  readonly plain: readonly { readonly characters: number; readonly ids: Int32Array }[];
  /** All plain tokens, a bit each. */
  readonly plainBits: Uint32Array;
  /** Whether any text can be spelt, byte by byte. */
  readonly spellsAll: boolean;
  /** Characters that occur in the texts of tokens. */
  readonly hasByte: readonly boolean[];
}

/** Cost: a few hundred milliseconds for 150,000 tokens; to be made once. */
export function tokenTable(vocabulary: TokenVocabulary): TokenTable {
  const { texts } = vocabulary;
  const ids: number[] = [];
  const special: number[] = [];
  const byCharacters = new Map<number, number[]>();
  const hasByte = new Array<boolean>(256).fill(false);
  const single = new Array<boolean>(256).fill(false);
  texts.forEach((text, id) => {
    if (text === undefined || text.length === 0) return;
    ids.push(id);
    for (const byte of text) hasByte[byte] = true;
    if (text.length === 1) single[text[0]!] = true;
    const characters = plainCharacters(text);
    if (characters === undefined) special.push(id);
    else byCharacters.set(characters, pushed(byCharacters.get(characters), id));
  });
  const plainBits = new Uint32Array(Math.ceil(texts.length / 32));
  for (const some of byCharacters.values()) for (const id of some) setBit(plainBits, id);
  return {
    size: texts.length,
    all: tokenTrie(vocabulary, ids),
    special: tokenTrie(vocabulary, special),
    plain: [...byCharacters].map(([characters, some]) => ({ characters, ids: Int32Array.from(some) })),
    plainBits,
    spellsAll: single.every((isThere, byte) => isThere || !isNeeded(byte)),
    hasByte,
  };
}

export function setBit(bits: Uint32Array, id: number): void {
  bits[id >> 5]! |= 1 << (id & 31);
}

/** Bytes of well-formed UTF-8 that texts of JSON need: control characters are escaped. */
const isNeeded = (byte: number): boolean => byte >= 0x20 && byte !== 0xc0 && byte !== 0xc1 && byte <= 0xf4;

/** How many characters a text is, if they are whole and may stand in a string as they are. */
function plainCharacters(text: Uint8Array): number | undefined {
  let state: Utf8State | undefined = 0;
  let characters = 0;
  for (const byte of text) {
    if (byte === bytes.quote || byte === bytes.backslash) return undefined;
    if (state === 0) characters += 1;
    state = nextUtf8(state, byte);
    if (state === undefined) return undefined;
  }
  return state === 0 ? characters : undefined;
}

function pushed(list: number[] | undefined, id: number): number[] {
  if (!list) return [id];
  list.push(id);
  return list;
}
