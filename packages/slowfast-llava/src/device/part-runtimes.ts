import { type ModelComponent, modelComponents } from '@slowfast/model-files';
import type { OnnxRuntime } from '@slowfast/onnx-session';
import type { Notice, QuantizedProductCheck, RuntimeDescription } from '@slowfast/spec';
import {
  isProcessor,
  type RunningRuntime,
  type RuntimeSurroundings,
  runtimeWithFallback,
} from '../runtime-with-fallback.ts';
import type { ChosenDevices } from './chosen-devices.ts';

/** The runtimes of the parts of a model, and what to tell people about them. */
export interface PartRuntimes {
  readonly runtimes: Readonly<Record<ModelComponent, OnnxRuntime>>;
  /** As they are now. */
  describe(): RuntimeDescription;
  /** Why models run slower than they could, as far as it is known now. */
  notices(): readonly Notice[];
  /** How 8-bit products are computed on the processor; undefined where no part runs there. */
  checkProcessorProducts(): Promise<readonly QuantizedProductCheck[]> | undefined;
}

/** Each part gives way to the processor by itself. */
export function partRuntimes(
  devices: ChosenDevices,
  surroundings: Omit<RuntimeSurroundings, 'part'>,
): PartRuntimes {
  const running = Object.fromEntries(
    modelComponents.map((part) => [part, runtimeWithFallback(devices[part], { ...surroundings, part })]),
  ) as Record<ModelComponent, RunningRuntime>;
  const all = Object.values(running);
  const reasons = () => [
    ...new Set(
      all
        .flatMap((each) => [each.device().reason, ...each.limits()])
        .filter((reason) => reason !== undefined),
    ),
  ];
  const onProcessor = () => all.find((each) => isProcessor(each.device()));

  return {
    runtimes: {
      vision_encoder: running.vision_encoder.runtime,
      embed_tokens: running.embed_tokens.runtime,
      decoder_model_merged: running.decoder_model_merged.runtime,
    },
    describe() {
      const { runtime, device } = running.decoder_model_merged;
      const { provider } = device();
      const providers = all.map((each) => each.device().provider);
      const threads = (onProcessor()?.device() ?? device()).threads;
      const reason = reasons().join('. ');
      return {
        ...{ name: runtime.name, provider },
        ...(providers.some((each) => each !== provider) && {
          parts: Object.fromEntries(modelComponents.map((part, i) => [part, providers[i]!])),
        }),
        ...(threads !== undefined && { threads }),
        ...(reason !== '' && { reason }),
      };
    },
    notices: () => reasons().map((message) => ({ code: 'runtime-limited', message })),
    checkProcessorProducts: () => onProcessor()?.runtime.checkQuantizedProducts(),
  };
}
