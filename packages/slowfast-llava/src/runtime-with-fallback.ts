import type { OnnxModelSource, OnnxRuntime, OnnxSession, OnnxSessionOptions } from '@slowfast/onnx-session';
import { QuantizedProductWrongError, RuntimeFailedError, RuntimeUnavailableError } from '@slowfast/spec';
import type { ChosenDevice } from './device/chosen-devices.ts';
import { sessionWithFallback } from './device/session-with-fallback.ts';

/** A runtime that may have given way to another, and what to tell people about it. */
export interface RunningRuntime {
  readonly runtime: OnnxRuntime;
  /** What computes now, with the reason where that is not what was chosen. */
  device(): ChosenDevice;
  /** Why sessions compute with less than the device could, a sentence each. */
  limits(): readonly string[];
}

/** What there is to run a part of a model on. */
export interface RuntimeSurroundings {
  /** Names the part, for people. */
  readonly part: string;
  readonly runtimeOf: (provider: string) => OnnxRuntime;
  /** Describes the processor. */
  readonly chooseProcessor: () => Promise<ChosenDevice>;
}

/**
 * The runtime of a chosen device. When it refuses a model, that one and those that follow run on the processor instead; when it fails in
 * the middle of a run, that run and those that follow do. The description then says why. On the processor nothing gives way.
 */
export function runtimeWithFallback(
  device: ChosenDevice,
  { part, runtimeOf, chooseProcessor }: RuntimeSurroundings,
): RunningRuntime {
  let current = device;
  const limits = new Set<string>();
  const runtime = () => runtimeOf(current.provider);

  /** @param what the device did, as it goes on after its name. */
  async function giveWay(what: string, error: Error): Promise<void> {
    if (isProcessor(current)) return;
    const { provider } = current;
    const { reason: _, ...processor } = await chooseProcessor();
    const reason = (error as { facts?: { reason?: string } }).facts?.reason ?? error.message;
    limits.clear();
    current = {
      ...processor,
      reason: `${provider} ${what} ${part}, which the processor runs instead: ${reason}`,
    };
  }

  async function open(model: OnnxModelSource, options: OnnxSessionOptions = {}): Promise<OnnxSession> {
    if (isProcessor(current)) return runtime().open(model, options);
    const { provider } = current;
    let first: OnnxSession;
    try {
      first = await runtime().open(model, options);
    } catch (error) {
      if (!isRuntimeError(error)) throw error;
      await giveWay('did not take', error);
      return runtime().open(model, options);
    }
    for (const limit of first.limits ?? []) limits.add(limit);
    const { signal: _, externalData: __, ...lasting } = options;
    const reload = options.reload ?? kept(model, options.externalData);
    return sessionWithFallback(first, {
      device: provider,
      openInstead: async (error) => {
        await giveWay('failed in the middle of', error);
        const { externalData, ...again } = await reload();
        return runtime().open(again.model, { ...lasting, externalData });
      },
    });
  }

  return {
    runtime: {
      get name() {
        return runtime().name;
      },
      describe: () => runtime().describe(),
      checkQuantizedProducts: () => runtime().checkQuantizedProducts(),
      open,
    },
    device: () => current,
    limits: () => [...limits],
  };
}

/** Holds on to a model; a function of its own, so that nothing else does where it can be read again. */
function kept(
  model: OnnxModelSource,
  externalData: OnnxSessionOptions['externalData'] = [],
): NonNullable<OnnxSessionOptions['reload']> {
  return async () => ({ model, externalData });
}

/** Whether a device is the processor, to which others give way. */
export function isProcessor({ provider }: ChosenDevice): boolean {
  return provider === 'cpu' || provider === 'wasm';
}

function isRuntimeError(
  error: unknown,
): error is RuntimeFailedError | RuntimeUnavailableError | QuantizedProductWrongError {
  return (
    error instanceof RuntimeFailedError ||
    error instanceof RuntimeUnavailableError ||
    error instanceof QuantizedProductWrongError
  );
}
