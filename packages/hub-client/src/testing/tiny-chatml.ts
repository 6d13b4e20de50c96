import { fileFolder } from '@slowfast/test-kit/files';

/** The checkpoint `tiny-chatml`, the same in Node and in browsers. */
export const checkpoint = fileFolder('../../../language-models/fixtures/tiny-chatml/', import.meta.url);

/** Paths of its files. */
export const checkpointPaths = [
  'chat_template.jinja',
  'config.json',
  'generation_config.json',
  'onnx/decoder_model_merged.onnx',
  'onnx/decoder_model_merged_fp16.onnx',
  'onnx/embed_tokens.onnx',
  'onnx/embed_tokens_fp16.onnx',
  'onnx/vision_encoder.onnx',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
] as const;

/** Its files as Blobs by their paths. */
export async function checkpointBlobs(): Promise<Record<string, Blob>> {
  const entries = checkpointPaths.map(
    async (path) => [path, new Blob([await checkpoint.bytes(path)])] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
