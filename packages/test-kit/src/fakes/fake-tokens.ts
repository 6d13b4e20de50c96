import { InvalidSettingError, InvalidTensorError, type PromptPart, type Tensor } from '@slowfast/spec';

/** A token of the fake language model: any 32-bit number. */
export type FakeToken = number;

/** Words with the white space behind them: each is a token, so that a text is the concatenation of its tokens. */
export function splitWords(text: string): readonly string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

/** Tokens of a prompt. A control token never equals a token of the same spelling in text. */
export async function promptTokens(
  parts: readonly PromptPart[],
  videoTokens: Tensor | undefined,
  embeddingSize: number,
): Promise<FakeToken[]> {
  const tokens: FakeToken[] = [];
  let shown = 0;
  for (const part of parts) {
    if (part.type === 'video') {
      const hashes = await videoTokenHashes(videoTokens, embeddingSize);
      const { from = 0, to = hashes.length } = part;
      if (from !== shown || to <= from) throw wrongRows(`rows ${from} to ${to} after ${shown} of them`);
      tokens.push(...hashes.slice(from, to));
      shown = to;
    } else tokens.push(...splitWords(part.text).map((word) => hashText(`${part.type}:${word}`)));
  }
  const count = videoTokens?.shape[0] ?? 0;
  if (shown !== count) throw wrongRows(`${shown} of ${count} rows`);
  return tokens;
}

function wrongRows(found: string): InvalidTensorError {
  const expected = 'all rows of the video, once and in their order';
  return new InvalidTensorError({ operation: 'prefill', found, expected });
}

/** The token of a word that the model itself wrote. */
export function answerToken(word: string): FakeToken {
  return hashText(`answer:${word}`);
}

/** One number for a whole sequence; it depends on every token and on their order. */
export function hashTokens(tokens: readonly FakeToken[]): number {
  return tokens.reduce(mix, 17);
}

/** One number for a text. */
export function hashText(text: string): FakeToken {
  return [...text].reduce((hash, character) => mix(hash, character.codePointAt(0)!), 5381);
}

async function videoTokenHashes(
  videoTokens: Tensor | undefined,
  embeddingSize: number,
): Promise<FakeToken[]> {
  if (videoTokens === undefined) {
    throw new InvalidSettingError({
      setting: 'videoTokens',
      found: 'absent',
      expected: 'tokens for the video part',
    });
  }
  const [count = 0, size] = videoTokens.shape;
  if (videoTokens.shape.length !== 2 || size !== embeddingSize) {
    const found = `[${videoTokens.shape.join(', ')}]`;
    throw new InvalidTensorError({ operation: 'prefill', found, expected: `[tokens, ${embeddingSize}]` });
  }
  const values = await videoTokens.read();
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Array.from({ length: count }, (_, i) => bits.subarray(i * size, (i + 1) * size).reduce(mix, 31));
}

/** One step of a multiplicative hash (Knuth's 2^32 / golden ratio). */
function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, 2654435761) >>> 0;
}
