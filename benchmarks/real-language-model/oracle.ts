import { openAsBlob } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SamplingSettings } from '@slowfast/spec';

/** A greedy answer of the outside judge. Lists are per token of `greedy`. */
export interface JudgedAnswer {
  /** Ids; the end token does not end them. */
  readonly greedy: readonly number[];
  /** The likeliest id in one pass over prompt and answer. */
  readonly argMax: readonly number[];
  /** Its logit. */
  readonly largest: readonly number[];
  /** By how much it leads over the second. */
  readonly gaps: readonly number[];
  /** Without special tokens. */
  readonly text: string;
  /** Position of the first end token; null when there is none. */
  readonly endsAt: number | null;
  readonly textToEnd: string;
}

/** One conversation and what the outside judge makes of it. */
export interface JudgedPrompt {
  readonly name: string;
  readonly turns: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
  readonly rendered: string;
  /** The same with an image in the first turn. */
  readonly renderedWithImage: string;
  readonly ids: readonly number[];
  readonly answer: JudgedAnswer;
  /** Logits after the prompt: float32 in base64. */
  readonly logits: string;
}

/** What `make/make.py` writes. Prompts are referred to by name. */
export interface Oracle {
  readonly source: {
    readonly package: string;
    readonly member: string;
    readonly transformers: string;
    readonly torch: string;
  };
  readonly prompts: readonly JudgedPrompt[];
  readonly stops: readonly {
    readonly prompt: string;
    readonly maxTokens: number;
    readonly stopStrings: readonly string[];
    readonly tokens: number;
    readonly stops: boolean;
    readonly text: string;
  }[];
  readonly penalties: readonly {
    readonly prompt: string;
    readonly repetitionPenalty: number;
    readonly greedy: readonly number[];
    readonly gaps: readonly number[];
    readonly text: string;
  }[];
  readonly sampling: readonly {
    readonly prompt: string;
    readonly settings: SamplingSettings;
    /** Ascending int32 in base64, and the float64 probability of each. */
    readonly ids: string;
    readonly probabilities: string;
  }[];
  /** Text of each token by itself, without special tokens. */
  readonly tokenTexts: readonly string[];
  /** Texts that spell special tokens, and their ids as plain text. */
  readonly spelled: readonly { readonly text: string; readonly ids: readonly number[] }[];
  /** A conversation that leaves room for `answer.greedy` only. */
  readonly context: Omit<JudgedPrompt, 'name' | 'rendered' | 'renderedWithImage'>;
}

const folder = new URL('../../models/real/smollm2-135m-instruct/', import.meta.url);

/** Where the checkpoint is. */
export const checkpointFolder = fileURLToPath(new URL('checkpoint', folder));

/** Its files as Blobs, for runtimes that take no paths. */
export async function checkpointBlobs(): Promise<Record<string, Blob>> {
  const entries = await readdir(checkpointFolder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path) => [path.slice(checkpointFolder.length + 1), await openAsBlob(path)]),
    ),
  );
}

/** The oracle about the first conversations alone. */
export function shortened(oracle: Oracle, count: number): Oracle {
  const prompts = oracle.prompts.slice(0, count);
  const names = new Set(prompts.map(({ name }) => name));
  const isKept = ({ prompt }: { readonly prompt: string }) => names.has(prompt);
  return {
    ...oracle,
    prompts,
    stops: oracle.stops.filter(isKept),
    penalties: oracle.penalties.filter(isKept),
    sampling: oracle.sampling.filter(isKept),
  };
}

/** What the outside judge found; undefined when it has not been made yet. */
export async function readOracle(): Promise<Oracle | undefined> {
  try {
    return JSON.parse(await readFile(new URL('oracle.json', folder), 'utf8')) as Oracle;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Numbers out of base64. */
export const floats32 = (text: string) => new Float32Array(bufferOf(text));
export const floats64 = (text: string) => new Float64Array(bufferOf(text));
export const integers32 = (text: string) => new Int32Array(bufferOf(text));

function bufferOf(text: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text, 'base64')).buffer;
}
