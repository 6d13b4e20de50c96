import { createOnnxSession, float32Tensor } from '@slowfast/onnx-session';
import { logitsBehindPieces } from './exported-decoder-graph.ts';
import { exportedModel } from './exported-model.ts';
import { randomNumbers } from './random-numbers.ts';

// Prints what the embedded model's 8-bit files compute of noise: some features of a frame, and the logits behind three pieces.
const config = await exportedModel.json<{
  vision_config: { image_size: number };
  text_config: { hidden_size: number };
}>('config.json');
const side = config.vision_config.image_size;
const size = config.text_config.hidden_size;

const open = (component: string) =>
  createOnnxSession(new URL(`onnx/${component}_quantized.onnx`, exportedModel.url));
await using tower = await open('vision_encoder');
const pixels = float32Tensor(randomNumbers(5, 3 * side * side), [1, 3, side, side]);
const { image_features } = await tower.run({ pixel_values: pixels });
const features = (image_features!.data as Float32Array).filter((_, i) => i % 53 === 0);

await using decoderGraph = await open('decoder_model_merged');
const pieces = [12, 1, 1];
const logits = await logitsBehindPieces(decoderGraph, randomNumbers(6, 14 * size), size, pieces);
console.log(JSON.stringify({ features: [...features], logits: logits.map((values) => [...values]) }));
