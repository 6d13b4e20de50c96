import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What transformers makes of a text. */
export interface JudgedLosses {
  /** Name of the text's file. */
  readonly file: string;
  /** Ids of the whole text. */
  readonly ids: readonly number[];
  /** Losses in nats of the tokens behind the first of each whole window. */
  readonly losses: Float32Array;
}

/** What `make/make.py perplexity` of the real language model writes. */
export interface PerplexityOracle {
  readonly source: { readonly transformers: string; readonly torch: string };
  readonly texts: readonly JudgedLosses[];
}

const folder = new URL('../../models/real/smollm2-135m-instruct/', import.meta.url);

/** The language model as a LLaVA checkpoint in safetensors. */
export const safetensorsFolder = fileURLToPath(new URL('safetensors', folder));

/** The oracle; undefined when it has not been made yet. */
export async function readPerplexityOracle(): Promise<PerplexityOracle | undefined> {
  try {
    const { source, texts } = JSON.parse(await readFile(new URL('perplexity.json', folder), 'utf8'));
    return { source, texts: texts.map(withNumbers) };
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

function withNumbers(text: Omit<JudgedLosses, 'losses'> & { readonly losses: string }): JudgedLosses {
  const bytes = Uint8Array.from(Buffer.from(text.losses, 'base64'));
  return { ...text, losses: new Float32Array(bytes.buffer) };
}
