import type { PromptPart } from '@slowfast/spec';

/** The parts of a prompt that are text. */
export type TextPart = Extract<PromptPart, { type: 'control' | 'text' }>;

/** Positions `[start, end)` in a text. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** A text of which some stretches came from a user: no added token may be read out of those. */
export interface MarkedText {
  readonly text: string;
  /** Ascending, not touching each other. */
  readonly fromUser: readonly Interval[];
}

/** Joins the parts of a chunk, remembering what came from a user. */
export function markedText(parts: readonly TextPart[]): MarkedText {
  const fromUser: Interval[] = [];
  let text = '';
  for (const part of parts) {
    if (part.text === '') continue;
    const start = text.length;
    text += part.text;
    if (part.type !== 'text') continue;
    const last = fromUser.at(-1);
    if (last?.end === start) fromUser[fromUser.length - 1] = { start: last.start, end: text.length };
    else fromUser.push({ start, end: text.length });
  }
  return { text, fromUser };
}

/** The stretch `[start, end)` as a text of its own. */
export function sliceMarked({ text, fromUser }: MarkedText, start: number, end: number): MarkedText {
  const inside = fromUser
    .map((each) => ({ start: Math.max(each.start, start) - start, end: Math.min(each.end, end) - start }))
    .filter((each) => each.start < each.end);
  return { text: text.slice(start, end), fromUser: inside };
}

/** Applies a change to the whole text; the marks move along, measured by what the change makes of the text before them. */
export function mapMarked(marked: MarkedText, change: (text: string) => string): MarkedText {
  const text = change(marked.text);
  if (marked.fromUser.length === 0) return { text, fromUser: [] };
  const moved = (position: number) =>
    position === marked.text.length
      ? text.length
      : Math.min(change(marked.text.slice(0, position)).length, text.length);
  const fromUser = marked.fromUser.map(({ start, end }) => ({
    // A change that puts something in front of every text puts it in front of an empty one, too.
    start: start === 0 ? 0 : moved(start),
    end: moved(end),
  }));
  return { text, fromUser };
}
