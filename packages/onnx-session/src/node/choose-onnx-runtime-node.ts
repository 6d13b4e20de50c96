import { checkNodeDevice, type Device } from '../device.ts';
import type { ChosenOnnxRuntime } from '../onnx-runtime.ts';
import { checkThreads } from '../thread-setting.ts';
import { isSlow, type RuntimeTrial } from '../trial/try-runtime.ts';
import { usableCoreCount } from './core-count.ts';
import { onnxRuntimeNode } from './onnx-runtime-node.ts';
import { acceleratorProviders, type NodeProvider } from './provider.ts';
import { tryDevice } from './try-device.ts';

/** What {@link chooseOnnxRuntime} is asked. */
export interface ChooseOnnxRuntimeOptions {
  /** `auto` if absent: the first of cuda, dml, webgpu and coreml that passes a trial and isn't slow, else the processor. */
  readonly device?: Device | undefined;
  /** Threads that runs will have, for the description. */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks the machine for a device and tries it with a known answer; one that can't be had or is wrong gives way to the processor, with
 * the reason. `auto` passes over what is slow, such as a graphics processor that is computed; asked for by name it is taken. Cost: nothing for
 * `cpu`; else a process of its own for each trial, a tenth of a second and more.
 *
 * @throws InvalidSettingError for what is no device of Node, and for threads that are no number of threads.
 */
export async function chooseOnnxRuntime(options: ChooseOnnxRuntimeOptions = {}): Promise<ChosenOnnxRuntime> {
  const device = checkNodeDevice(options.device ?? 'auto');
  if (options.threads !== undefined) checkThreads(options.threads);
  const threads = options.threads ?? (await usableCoreCount());
  const choose = (provider: NodeProvider, reason?: string): ChosenOnnxRuntime => ({
    runtime: onnxRuntimeNode({ provider }),
    provider,
    threads: provider === 'cpu' ? threads : undefined,
    reason,
  });
  if (device === 'cpu') return choose('cpu');
  const { signal } = options;
  if (device !== 'auto') {
    const trial = await tryDevice(device, signal);
    if (!trial.works)
      return choose('cpu', `Models run on the processor: ${device} can't be used, because ${trial.reason}`);
    return choose(device, await slowReason(device, trial, signal));
  }
  const reasons: string[] = [];
  for (const provider of await acceleratorsHere()) {
    const trial = await tryDevice(provider, signal);
    const reason = trial.works
      ? await slowReason(provider, trial, signal)
      : `${provider} can't be used, because ${trial.reason}`;
    if (reason === undefined) return choose(provider);
    reasons.push(reason);
  }
  return choose(
    'cpu',
    `Models run on the processor: ${reasons.join('; ') || 'onnxruntime-node has nothing else here'}`,
  );
}

/** Of those that the installed runtime knows on this system. */
async function acceleratorsHere(): Promise<readonly NodeProvider[]> {
  const { loadOnnxRuntimeNode } = await import('./load-onnxruntime-node.ts');
  const module = await loadOnnxRuntimeNode().catch(() => undefined);
  const names = module?.listSupportedBackends().map(({ name }) => name) ?? [];
  return acceleratorProviders.filter((provider) => names.includes(provider));
}

async function slowReason(
  provider: NodeProvider,
  { seconds }: Extract<RuntimeTrial, { readonly works: true }>,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  // What takes less is no software.
  if (!isSlow(seconds, 0)) return undefined;
  const processor = await tryDevice('cpu', signal);
  if (!processor.works || !isSlow(seconds, processor.seconds)) return undefined;
  const milliseconds = (value: number) => `${Number((value * 1000).toPrecision(2))} ms`;
  return `${provider} is slow here: a trial product took ${milliseconds(seconds)}, ${milliseconds(processor.seconds)} on the processor`;
}
