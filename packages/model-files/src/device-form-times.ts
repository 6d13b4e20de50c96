import type { FormTimes } from './fast-dtypes.ts';
import { wasmFormTimes } from './wasm-form-times.ts';

/** Times of the parts that compute. */
type PartTimes = FormTimes['times'][keyof FormTimes['times']];

/** The processor in Node is fast in every form, so that what the checkpoint recommends is taken, else the most exact. */
const evenTimes: PartTimes = { float32: 1, float16: 1, int8: 1, uint8: 1, blocks4: 1, blocks8: 1 };

/**
 * Of graphics processors no time was measured. What is known: single precision and blocks of 4 or 8 bits are computed there;
 * not every one has half precision; products of whole 8-bit weights go to the processor and back, each by itself. They count as 10.
 */
const graphicsTimes: PartTimes = { ...evenTimes, float16: 1.2, int8: 10, uint8: 10 };

/** CoreML has no blocks either. */
const coremlTimes: PartTimes = { ...graphicsTimes, blocks4: 10, blocks8: 10 };

const notMeasured = 'what graphics processors compute by themselves, not measured';
const timesOfProvider: Readonly<
  Record<string, { readonly source: string; readonly times: FormTimes['times'] }>
> = {
  wasm: wasmFormTimes,
  ...Object.fromEntries(
    ['webgpu', 'cuda', 'dml'].map((provider) => [
      provider,
      { source: notMeasured, times: forBoth(graphicsTimes) },
    ]),
  ),
  coreml: { source: notMeasured, times: forBoth(coremlTimes) },
};

function forBoth(times: PartTimes): FormTimes['times'] {
  return { vision_encoder: times, decoder_model_merged: times };
}

/**
 * What is known of the speed of precisions where each part runs, by the provider of each; undefined where nothing matters, as on the
 * processor in Node.
 */
export function deviceFormTimes(
  providers: Readonly<Record<keyof FormTimes['times'], string>>,
): FormTimes | undefined {
  const { vision_encoder: encoder, decoder_model_merged: decoderGraph } = providers;
  const known = [encoder, decoderGraph].flatMap((provider) => timesOfProvider[provider] ?? []);
  if (known.length === 0) return undefined;
  return {
    source: [...new Set(known.map(({ source }) => source))].join('; '),
    times: {
      vision_encoder: timesOfProvider[encoder]?.times.vision_encoder ?? evenTimes,
      decoder_model_merged: timesOfProvider[decoderGraph]?.times.decoder_model_merged ?? evenTimes,
    },
  };
}
