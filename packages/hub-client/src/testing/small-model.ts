/** Bytes that look like nothing in particular, the same each time. */
export function seededBytes(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let i = 0; i < length; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** Files that are named like those of a checkpoint, with contents that only downloads look at. */
export const smallModel: Readonly<Record<string, Uint8Array | string>> = {
  '.gitattributes': '*.onnx filter=lfs\n',
  'README.md': '# A model\n',
  'config.json': '{"model_type":"llava","image_token_index":7}\n',
  'generation_config.json': '{"eos_token_id":2}\n',
  'model.safetensors': seededBytes(5000, 1),
  'onnx/decoder_model_merged.onnx': seededBytes(2000, 2),
  'onnx/decoder_model_merged.onnx_data': seededBytes(400_000, 3),
  'onnx/decoder_model_merged.onnx_data_1': seededBytes(100_000, 4),
  'onnx/decoder_model_merged_q4.onnx': seededBytes(60_000, 5),
  'onnx/embed_tokens.onnx': seededBytes(90_000, 6),
  'onnx/vision_encoder.onnx': seededBytes(120_000, 7),
  'onnx/vision_encoder_fp16.onnx': seededBytes(70_000, 8),
  'preprocessor_config.json': '{"size":{"height":28,"width":28}}\n',
  'tokenizer.json': '{"version":"1.0"}\n',
  'tokenizer_config.json': '{}\n',
};

/** Paths of the small model that a runtime needs when nobody asks for a precision. */
export const neededPaths: readonly string[] = Object.keys(smallModel).filter(
  (path) => !/^\.|README|safetensors|_q4|_fp16/.test(path),
);
