/** Turns ids into text one by one. */
export interface TextStream {
  /** The text that this id completes; empty while a character is not whole. */
  push(id: number): string;
  /** The rest at the end; characters that never became whole come as U+FFFD. */
  finish(): string;
}

const replacement = '\uFFFD';

/**
 * Incremental decoding: the pieces together equal `decode` of all ids. Only a window of recent ids is decoded again, in
 * front of which everything has been given out; it starts one piece earlier, since a tokenizer's decoder treats the first token of a
 * text differently.
 */
export function textStream(decode: (ids: readonly number[]) => string): TextStream {
  let window: number[] = [];
  let givenIds = 0;
  let givenText = '';

  function push(id: number): string {
    window.push(id);
    const text = decode(window);
    if (text.endsWith(replacement)) return '';
    const piece = text.slice(givenText.length);
    if (piece === '') return '';
    window = window.slice(givenIds);
    givenIds = window.length;
    givenText = decode(window);
    return piece;
  }

  function finish(): string {
    const piece = window.length === 0 ? '' : decode(window).slice(givenText.length);
    window = [];
    givenIds = 0;
    givenText = '';
    return piece;
  }

  return { push, finish };
}
