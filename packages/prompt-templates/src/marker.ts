import type { PromptPart } from '@slowfast/spec';

/**
 * Stand-ins for what must not pass through a template: it renders the marker of a piece, and the piece takes its place
 * afterwards. So a template can't change user text, and user text can't be mistaken for what the template wrote.
 */
export interface Markers {
  /** The marker of a piece; the same index gives the same marker. */
  mark(index: number): string;
  /** The rendered text with markers replaced by their pieces; the index of each that was found, in order. */
  replace(
    rendered: string,
    pieces: readonly (readonly PromptPart[])[],
  ): { readonly parts: readonly PromptPart[]; readonly found: readonly number[] };
}

const firstPrivateUse = 0xe000;
const lastPrivateUse = 0xf8ff;

/** Markers of two private-use characters that the template itself does not use; templates trim none of them away. */
export function createMarkers(template: string): Markers {
  const unused: string[] = [];
  for (let code = firstPrivateUse; code <= lastPrivateUse && unused.length < 2; code++) {
    const character = String.fromCharCode(code);
    if (!template.includes(character)) unused.push(character);
  }
  const [open, close] = unused;
  const pattern = new RegExp(`${open}(\\d+)${close}`);
  return {
    mark: (index) => `${open}${index}${close}`,
    replace(rendered, pieces) {
      const parts: PromptPart[] = [];
      const found: number[] = [];
      rendered.split(pattern).forEach((text, i) => {
        // Splitting by a pattern with a group gives text and index in turns.
        if (i % 2 === 0) {
          if (text !== '') parts.push({ type: 'control', text });
          return;
        }
        found.push(Number(text));
        parts.push(...(pieces[Number(text)] ?? []));
      });
      return { parts, found };
    },
  };
}
