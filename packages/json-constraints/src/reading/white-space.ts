import { bytes } from './position.ts';

/**
 * White space so far at one place between two signs: 0 for none, 1 for a space, from 2 on a new line and its indentation. It is bounded, so
 * that an answer can't go on with nothing else.
 */
export type WhiteSpace = number;

const mostIndentation = 4;

/** White space with one more byte; undefined where that is none, or too much at this depth. */
export function nextWhiteSpace(space: WhiteSpace, byte: number, depth: number): WhiteSpace | undefined {
  if (space === 0) return byte === bytes.space ? 1 : byte === bytes.lineFeed ? 2 : undefined;
  const isIndentation = space >= 2 && (byte === bytes.space || byte === bytes.tab);
  return isIndentation && space - 2 < mostIndentation * depth ? space + 1 : undefined;
}
