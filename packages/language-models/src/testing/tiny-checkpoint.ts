import { type ModelFolder, openModelFolder } from '@slowfast/model-files';
import type { GeneratedPart, PromptPart } from '@slowfast/spec';
import { decodeFloat32 } from '@slowfast/test-kit';
import { fileFolder } from '@slowfast/test-kit/files';

/** What transformers computed with the checkpoint `tiny-chatml`. */
export interface OracleCase {
  readonly question: string;
  readonly rendered: string;
  /** Ids before and after the placeholder. */
  readonly head: readonly number[];
  readonly tail: readonly number[];
  /** Video tokens `[frames, 32]`. */
  readonly video: Float32Array;
  /** Logits after the whole prompt. */
  readonly logits: Float32Array;
  /** The 64 likeliest tokens in a row, end tokens not among them. */
  readonly greedy: readonly number[];
  readonly text: string;
}

const fixtures = fileFolder('../../fixtures/', import.meta.url);

/** What the decoder graph returns of its keys and values. */
export type DecoderGraphLayout = 'whole' | 'new-keys-only';

/** The two decoder graphs of the checkpoint: same weights, same oracle. */
export const decoderGraphLayouts: readonly DecoderGraphLayout[] = ['whole', 'new-keys-only'];

export const tinyCheckpoint = async (layout: DecoderGraphLayout = 'whole'): Promise<ModelFolder> =>
  openModelFolder(
    layout === 'whole' ? new URL('tiny-chatml/', fixtures.url) : await tinyCheckpointFiles(layout),
  );

/** The files of the checkpoint in memory, to change some of them. */
export async function tinyCheckpointFiles(
  layout: DecoderGraphLayout = 'whole',
): Promise<Record<string, Blob>> {
  const onnx = ['vision_encoder', 'embed_tokens', 'embed_tokens_fp16'].map((name) => `onnx/${name}.onnx`);
  const decoderGraphs = ['decoder_model_merged', 'decoder_model_merged_fp16'].map((name) => `${name}.onnx`);
  const json = ['config', 'generation_config', 'preprocessor_config', 'tokenizer', 'tokenizer_config'];
  const paths = [...onnx, ...json.map((name) => `${name}.json`), 'chat_template.jinja'];
  const decoderGraphFolder = layout === 'whole' ? 'tiny-chatml/onnx' : 'tiny-chatml-new-keys-only';
  const files = [
    ...paths.map((path) => [path, `tiny-chatml/${path}`] as const),
    ...decoderGraphs.map((name) => [`onnx/${name}`, `${decoderGraphFolder}/${name}`] as const),
  ].map(async ([path, from]) => [path, new Blob([await fixtures.bytes(from)])] as const);
  return Object.fromEntries(await Promise.all(files));
}

/** A JSON file of the fixtures. */
export function readFixture<T>(name: string): Promise<T> {
  return fixtures.json<T>(name);
}

export async function oracleCases(): Promise<OracleCase[]> {
  type Raw = Omit<OracleCase, 'video' | 'logits'> & { video: string; logits: string };
  const { cases } = await readFixture<{ cases: Raw[] }>('tiny-chatml-oracle.json');
  return cases.map((each) => ({
    ...each,
    video: decodeFloat32(each.video),
    logits: decodeFloat32(each.logits),
  }));
}

/** The prompt of a case as the ChatML template renders it. */
export function promptParts({ question }: Pick<OracleCase, 'question'>): PromptPart[] {
  return [
    { type: 'control', text: '<|im_start|>user\n' },
    { type: 'video' },
    { type: 'control', text: '\n' },
    { type: 'text', text: question },
    { type: 'control', text: '<|im_end|>\n<|im_start|>assistant\n' },
  ];
}

/** Everything that a generation gives out, put together. */
export async function collect(generated: AsyncIterable<GeneratedPart>) {
  let text = '';
  const deltas: string[] = [];
  const parts: GeneratedPart[] = [];
  for await (const part of generated) {
    parts.push(part);
    if (part.type === 'generation-end') return { ...part, text, deltas, parts };
    text += part.text;
    deltas.push(part.text);
  }
  throw new Error('the generation did not end');
}
