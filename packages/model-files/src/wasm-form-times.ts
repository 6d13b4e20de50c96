import type { FormTimes } from './fast-dtypes.ts';

/**
 * Times of onnxruntime-web 1.30 on WebAssembly in Chromium, from `pnpm bench forms-in-browser`
 * (benchmarks/results/forms-in-browser.md): for a decoder graph those of 3680 tokens in chunks and 100 one by one, for a tower those
 * of a frame, between those with one and with two threads, signed and unsigned bytes alike. A tower in float16 was not measured: it has the decoder graph's. Those of blocks are from
 * single tokens of 4 bits alone, as more of them would take minutes.
 */
export const wasmFormTimes: FormTimes = {
  source: 'onnxruntime-web 1.30, WebAssembly, Chromium 156, AMD EPYC, 2026-11-25',
  times: {
    vision_encoder: { float32: 1, float16: 1.1, int8: 0.5, uint8: 0.5, blocks4: 10, blocks8: 10 },
    decoder_model_merged: { float32: 1, float16: 1.1, int8: 0.65, uint8: 0.65, blocks4: 10, blocks8: 10 },
  },
};
