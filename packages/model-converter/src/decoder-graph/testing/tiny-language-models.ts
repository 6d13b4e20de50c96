import { decodeFloat32 } from '@slowfast/test-kit';
import { type TinyCheckpointName, tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import type { TextArchitecture } from '../../architecture/architecture.ts';
import { renamedWeights } from '../../weights/renamed-weights.ts';
import type { WeightSource } from '../../weights/weight-source.ts';
import { checkpointWeights } from './checkpoint-weights.ts';

/** The language model of a tiny checkpoint and what transformers computes with it. */
export interface TinyLanguageModel {
  readonly text: TextArchitecture;
  /** By the names of the language model's own class. */
  readonly source: WeightSource;
  /** A prompt with the tokens of a picture `[tokens, hiddenSize]`. */
  readonly prompt: Float32Array;
  /** Behind the prompt `[vocabularySize]`. */
  readonly logits: Float32Array;
  /** 64 tokens behind it `[64, hiddenSize]`, and the logits behind each `[64, vocabularySize]`. */
  readonly forced: { readonly embeddings: Float32Array; readonly logits: Float32Array };
}

const prefixes = { 'lm_head.': 'language_model.lm_head.', '': 'language_model.model.' };
const smolPrefixes = { 'lm_head.': 'lm_head.', '': 'model.text_model.' };

/** Checkpoints with a language model of Qwen2, LLaMA or Mistral, and where their weights stand. */
const families = {
  'llava-onevision': prefixes,
  'llava-interleave': prefixes,
  'llava-1.5': prefixes,
  'llava-1.6': prefixes,
  nanollava: prefixes,
  smolvlm2: smolPrefixes,
} as const satisfies Partial<Record<TinyCheckpointName, Readonly<Record<string, string>>>>;

export type TinyLanguageModelName = keyof typeof families;
export const tinyLanguageModelNames = Object.keys(families) as readonly TinyLanguageModelName[];

export async function tinyLanguageModel(name: TinyLanguageModelName): Promise<TinyLanguageModel> {
  const { files, oracle } = tinyCheckpoint(name);
  const config = await files.json<Record<string, number> & { text_config?: TextConfig } & TextConfig>(
    'config.json',
  );
  const source = renamedWeights(checkpointWeights(await files.bytes('model.safetensors')), families[name]);
  const text = textOf(config.text_config ?? config, !source.has('lm_head.weight'));
  const { hiddenSize } = text;
  const table = await source.tensor('embed_tokens.weight').rows(0, text.vocabularySize);
  const { answer, features, prompts } = await oracle();
  const placeholder = config.image_token_index ?? config.image_token_id;
  const embed = (id: number) => table.subarray(id * hiddenSize, (id + 1) * hiddenSize);
  const joined = (rows: readonly Float32Array[]) => Float32Array.from(rows.flatMap((row) => [...row]));
  return {
    text,
    source,
    prompt: joined(
      prompts[answer.prompt]!.modelIds.map((id) =>
        id === placeholder ? decodeFloat32(features.values) : embed(id),
      ),
    ),
    logits: decodeFloat32(answer.logits),
    forced: { embeddings: joined(answer.forced.ids.map(embed)), logits: decodeFloat32(answer.forced.logits) },
  };
}

interface TextConfig {
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly head_dim?: number;
  readonly vocab_size: number;
  readonly max_position_embeddings: number;
  readonly rope_theta?: number;
  readonly rope_parameters?: { readonly rope_theta: number };
  readonly rms_norm_eps: number;
}

/** Read by hand: two of the families are not ones that are converted. */
function textOf(config: TextConfig, tiedEmbeddings: boolean): TextArchitecture {
  const { hidden_size: hiddenSize, num_attention_heads: heads } = config;
  return {
    kind: 'llama',
    hiddenSize,
    intermediateSize: config.intermediate_size,
    layers: config.num_hidden_layers,
    heads,
    keyValueHeads: config.num_key_value_heads,
    headSize: config.head_dim ?? hiddenSize / heads,
    vocabularySize: config.vocab_size,
    contextLength: config.max_position_embeddings,
    ropeTheta: (config.rope_theta ?? config.rope_parameters?.rope_theta)!,
    normEpsilon: config.rms_norm_eps,
    tiedEmbeddings,
    attentionBias: { queryKeyValue: false, output: false },
    feedForwardBias: false,
  };
}
