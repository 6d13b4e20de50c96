// Bundlers emit a file for each literal address, so each is written out.
export const modelFiles = {
  'chat_template.jinja': new URL('./chat_template.jinja', import.meta.url),
  'config.json': new URL('./config.json', import.meta.url),
  'generation_config.json': new URL('./generation_config.json', import.meta.url),
  'known_pictures.json': new URL('./known_pictures.json', import.meta.url),
  'onnx/decoder_model_merged.onnx': new URL('./onnx/decoder_model_merged.onnx', import.meta.url),
  'onnx/decoder_model_merged_quantized.onnx': new URL(
    './onnx/decoder_model_merged_quantized.onnx',
    import.meta.url,
  ),
  'onnx/embed_tokens.onnx': new URL('./onnx/embed_tokens.onnx', import.meta.url),
  'onnx/embed_tokens_quantized.onnx': new URL('./onnx/embed_tokens_quantized.onnx', import.meta.url),
  'onnx/vision_encoder.onnx': new URL('./onnx/vision_encoder.onnx', import.meta.url),
  'onnx/vision_encoder_quantized.onnx': new URL('./onnx/vision_encoder_quantized.onnx', import.meta.url),
  'preprocessor_config.json': new URL('./preprocessor_config.json', import.meta.url),
  'processor_config.json': new URL('./processor_config.json', import.meta.url),
  'tokenizer.json': new URL('./tokenizer.json', import.meta.url),
  'tokenizer_config.json': new URL('./tokenizer_config.json', import.meta.url),
};
