import type { PromptPart } from '@slowfast/spec';

/** Control text with every image placeholder made a video part. */
export function splitAtImageToken(parts: readonly PromptPart[], imageToken: string): PromptPart[] {
  return parts.flatMap((part): PromptPart[] => {
    if (part.type !== 'control') return [part];
    return part.text
      .split(imageToken)
      .flatMap((text, i): PromptPart[] => [
        ...(i > 0 ? [{ type: 'video' } as const] : []),
        ...(text === '' ? [] : [{ type: 'control', text } as const]),
      ]);
  });
}

/** The same prompt with control text in front of the video and behind it. */
export function surroundVideo(
  parts: readonly PromptPart[],
  { before, after }: { readonly before: string; readonly after: string },
): PromptPart[] {
  return parts.flatMap((part): PromptPart[] =>
    part.type === 'video'
      ? [{ type: 'control', text: before }, part, { type: 'control', text: after }]
      : [part],
  );
}

/** The same prompt with neighbouring control parts joined and empty ones left out. */
export function mergeControl(parts: readonly PromptPart[]): PromptPart[] {
  const merged: PromptPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part.type === 'control' && part.text === '') continue;
    if (part.type === 'control' && last?.type === 'control') {
      merged[merged.length - 1] = { type: 'control', text: last.text + part.text };
    } else merged.push(part);
  }
  return merged;
}
