import type { FormTimes } from './fast-dtypes.ts';

/**
 * Times of onnxruntime-web 1.30 on WebAssembly in Chromium, from `pnpm bench forms-in-browser`
 * (benchmarks/results/forms-in-browser.md): for a decoder those of 3680 tokens in chunks and 100 one by one. A tower was not measured: its
 * products are like those of a chunk, and its times are taken from that. Those of blocks are from single tokens of 4 bits alone, on
 * another day.
 */
export const wasmFormTimes: FormTimes = {
  source: 'onnxruntime-web 1.30, WebAssembly, one thread, Chromium 156, AMD EPYC, 2026-11-25',
  times: {
    vision_encoder: { float32: 1, float16: 1, int8: 0.3, uint8: 0.3, blocks4: 8, blocks8: 8 },
    decoder_model_merged: { float32: 1, float16: 0.9, int8: 0.35, uint8: 0.35, blocks4: 8, blocks8: 8 },
  },
};
