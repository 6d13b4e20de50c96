import type { ChooseOnnxRuntimeOptions, ChosenOnnxRuntime, OnnxRuntime } from '@slowfast/onnx-session';
import {
  QuantizedProductWrongError,
  type RuntimeDescription,
  RuntimeFailedError,
  RuntimeUnavailableError,
} from '@slowfast/spec';

type Device = NonNullable<ChooseOnnxRuntimeOptions['device']>;

/** A runtime that may have given way to another, and what to tell people about it. */
export interface RunningRuntime {
  readonly runtime: OnnxRuntime;
  description(): RuntimeDescription;
}

/**
 * The runtime that is asked for. When it refuses a model, that one and those that follow run on WebAssembly instead, and
 * the description says why.
 *
 * @param choose asks the machine; given the device.
 */
export async function runtimeWithFallback(
  device: Device,
  choose: (device: Device) => Promise<ChosenOnnxRuntime>,
): Promise<RunningRuntime> {
  let chosen = await choose(device);

  async function fallBack(error: unknown): Promise<void> {
    const isOurs =
      error instanceof RuntimeFailedError ||
      error instanceof RuntimeUnavailableError ||
      error instanceof QuantizedProductWrongError;
    if (!isOurs || chosen.provider === 'wasm') throw error;
    const refused = chosen.provider;
    const instead = await choose('wasm');
    chosen = { ...instead, reason: `${refused} did not take the model: ${error.message}` };
  }

  return {
    runtime: {
      get name() {
        return chosen.runtime.name;
      },
      describe: () => chosen.runtime.describe(),
      checkQuantizedProducts: () => chosen.runtime.checkQuantizedProducts(),
      async open(model, options) {
        try {
          return await chosen.runtime.open(model, options);
        } catch (error) {
          await fallBack(error);
          return chosen.runtime.open(model, options);
        }
      },
    },
    description: () => {
      const { runtime, provider, threads, reason } = chosen;
      return { name: runtime.name, provider, threads, ...(reason !== undefined && { reason }) };
    },
  };
}
