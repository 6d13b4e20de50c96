import { type MarkedText, sliceMarked } from './marked-text.ts';

/** A token that is matched as a whole before the tokenizer's model sees the text. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Matched only where no word character touches it. */
  readonly singleWord: boolean;
  /** Takes the white space on its left with it. */
  readonly stripsLeft: boolean;
  /** Takes the white space on its right with it. */
  readonly stripsRight: boolean;
}

/** A stretch of text, or an added token in its place. */
export type Section =
  | { readonly kind: 'token'; readonly id: number }
  /** `isFirst`: it begins where the text begins. */
  | { readonly kind: 'text'; readonly marked: MarkedText; readonly isFirst: boolean };

/** Splits a text at the added tokens that it spells outside of a user's words. */
export type AddedTokenSplitter = (marked: MarkedText) => Section[];

interface Node {
  readonly next: Map<string, Node>;
  token?: AddedToken;
}

/**
 * Leftmost, then longest match, as in `AddedVocabulary` of Hugging Face's tokenizers
 * (https://github.com/huggingface/tokenizers/blob/v0.21.0/tokenizers/src/tokenizer/added_vocabulary.rs); new here is that
 * a match must not touch what came from a user, white space excepted: that spells no control token.
 */
export function addedTokenSplitter(tokens: readonly AddedToken[]): AddedTokenSplitter {
  const root: Node = { next: new Map() };
  for (const token of tokens) insert(root, token);
  return (marked) => split(root, marked);
}

function insert(root: Node, token: AddedToken): void {
  let node = root;
  for (const unit of token.content.split('')) {
    const next = node.next.get(unit) ?? { next: new Map() };
    node.next.set(unit, next);
    node = next;
  }
  if (node !== root) node.token = token;
}

function split(root: Node, marked: MarkedText): Section[] {
  const { text } = marked;
  const spelledByUser = spelledPositions(marked);
  const sections: Section[] = [];
  let done = 0;
  const addText = (end: number) => {
    if (end > done)
      sections.push({ kind: 'text', marked: sliceMarked(marked, done, end), isFirst: done === 0 });
  };
  for (let position = 0; position < text.length; ) {
    const token = matchAt(root, text, spelledByUser, position);
    if (!token) {
      position++;
      continue;
    }
    let start = position;
    let end = position + token.content.length;
    while (token.stripsLeft && start > done && isSpace(text[start - 1])) start--;
    while (token.stripsRight && isSpace(text[end])) end++;
    addText(start);
    sections.push({ kind: 'token', id: token.id });
    done = end;
    position = end;
  }
  addText(text.length);
  return sections;
}

function matchAt(
  root: Node,
  text: string,
  spelledByUser: ReadonlySet<number>,
  start: number,
): AddedToken | undefined {
  let found: AddedToken | undefined;
  let node: Node | undefined = root;
  for (let end = start; end < text.length && !spelledByUser.has(end); end++) {
    node = node.next.get(text[end]!);
    if (!node) break;
    if (node.token) found = node.token;
  }
  if (found?.singleWord) {
    const end = start + found.content.length;
    if (isWordUnit(text[start - 1]) || isWordUnit(text[end])) return undefined;
  }
  return found;
}

/** Positions of a user's characters that are no white space. */
function spelledPositions({ text, fromUser }: MarkedText): ReadonlySet<number> {
  const positions = new Set<number>();
  for (const { start, end } of fromUser) {
    for (let position = start; position < end; position++) {
      if (!isSpace(text[position]) && text[position] !== metaspace) positions.add(position);
    }
  }
  return positions;
}

/** What SentencePiece writes for a space. */
export const metaspace = '\u2581';
const isSpace = (unit: string | undefined): boolean => unit !== undefined && /\s/.test(unit);
const isWordUnit = (unit: string | undefined): boolean => unit !== undefined && /[\p{L}\p{N}_]/u.test(unit);
