import { isSlow, type RuntimeTrial } from '../trial/try-runtime.ts';
import { loadOnnxRuntimeNode } from './load-onnxruntime-node.ts';
import type { NodeProvider } from './provider.ts';
import { acceleratorProviders } from './provider.ts';
import { tryDevice } from './try-device.ts';

/** A device as people want to see it. Plain data. */
export interface DeviceDescription {
  readonly device: NodeProvider;
  /** Whether it computes a small model with a known answer rightly. */
  readonly works: boolean;
  /** Seconds of that model, once it was compiled; absent where it does not work. */
  readonly seconds?: number | undefined;
  /** Why it does not work; absent where it does. */
  readonly reason?: string | undefined;
  /** Whether it is so slow that `auto` passes over it, as a graphics processor that is computed is. */
  readonly isSlow: boolean;
}

/**
 * Tries all devices that the installed onnxruntime-node knows on this system, one after the other; none where it is not installed. Cost: a
 * process for each. Never throws, but for the signal's reason.
 */
export async function describeDevices(
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly DeviceDescription[]> {
  const module = await loadOnnxRuntimeNode().catch(() => undefined);
  const there = module?.listSupportedBackends().map(({ name }) => name) ?? [];
  const devices = (['cpu', ...acceleratorProviders] as const).filter((device) => there.includes(device));
  const trials: { device: NodeProvider; trial: RuntimeTrial }[] = [];
  for (const device of devices) trials.push({ device, trial: await tryDevice(device, options.signal) });
  const processor = trials.find(({ device }) => device === 'cpu')?.trial;
  return trials.map(({ device, trial }) => {
    if (!trial.works) return { device, works: false, reason: trial.reason, isSlow: false };
    const { seconds } = trial;
    return {
      device,
      works: true,
      seconds,
      isSlow: processor?.works === true && isSlow(seconds, processor.seconds),
    };
  });
}
