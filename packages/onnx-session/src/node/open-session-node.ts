import { nestedConfig } from '../nested-config.ts';
import type { OnnxSessionOptions } from '../onnx-runtime.ts';
import type { OnnxSession } from '../onnx-session.ts';
import { checkResidentOutputs } from '../resident-tensor.ts';
import { runtimeFailed } from '../runtime-failed.ts';
import { checkThreads } from '../thread-setting.ts';
import { usableCoreCount, usableThreadCount } from './core-count.ts';
import type { OnnxRuntimeNodeModule } from './load-onnxruntime-node.ts';
import { onnxSessionNode } from './onnx-session-node.ts';

// Errors are thrown; the runtime need not print them too.
const onlyFatal = 4;
// Threads that spin while they wait for each other take the processor from those that work: a token took up to 1.7 times as
// long with them, and twice the processor's time (benchmarks/results/decoder-graph.md).
const defaultConfig = { 'session.intra_op.allow_spinning': '0' };

/** How a model is named in messages. */
export function modelLabel(model: string | Uint8Array): string {
  return typeof model === 'string' ? model : 'a model in memory';
}

/**
 * Opens a model with these options as they are, whatever its products.
 *
 * @param limits what is known of its limits.
 *
 * @throws RuntimeFailedError when the runtime refuses the model.
 */
export async function openSessionNode(
  ort: OnnxRuntimeNodeModule,
  model: string | Uint8Array,
  options: OnnxSessionOptions,
  limits: readonly string[] = [],
): Promise<OnnxSession> {
  options.signal?.throwIfAborted();
  const settings = await sessionSettings(options);
  const label = modelLabel(model);
  const session = await create(ort, model, settings).catch(async (cause: unknown) => {
    if (String(cause).includes('is not a valid output name')) await refuseOutputs(ort, model, options);
    throw runtimeFailed('onnxruntime-node', `loading ${label}`, cause);
  });
  const opened = onnxSessionNode(ort, session, {
    name: label,
    residentOutputs: options.residentOutputs ?? [],
    isOnDevice: isOnDevice(options),
    limits,
  });
  try {
    options.signal?.throwIfAborted();
    checkResidentOutputs(options.residentOutputs ?? [], opened.outputs);
    return opened;
  } catch (error) {
    await opened.dispose();
    throw error;
  }
}

/** Says which outputs there are, where the runtime has found one that the model does not have, and only says so. */
async function refuseOutputs(
  ort: OnnxRuntimeNodeModule,
  model: string | Uint8Array,
  { residentOutputs = [], ...options }: OnnxSessionOptions,
): Promise<void> {
  await using plain = await openSessionNode(ort, model, options);
  checkResidentOutputs(residentOutputs, plain.outputs);
}

type SessionSettings = NonNullable<Parameters<OnnxRuntimeNodeModule['InferenceSession']['create']>[1]>;

function create(ort: OnnxRuntimeNodeModule, model: string | Uint8Array, settings: SessionSettings) {
  return typeof model === 'string'
    ? ort.InferenceSession.create(model, settings)
    : ort.InferenceSession.create(model, settings);
}

/** Whether results can stay on the device: the runtime's binding keeps those of WebGPU alone. */
function isOnDevice({ providers }: OnnxSessionOptions): boolean {
  return providers?.[0] === 'webgpu';
}

async function sessionSettings(options: OnnxSessionOptions): Promise<SessionSettings> {
  const { residentOutputs = [], externalData = [] } = options;
  const onDevice = Object.fromEntries(residentOutputs.map((name) => [name, 'gpu-buffer'] as const));
  const threads = await threadCount(options.threads);
  return {
    logSeverityLevel: onlyFatal,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    ...(options.providers ? { executionProviders: [...options.providers] } : {}),
    ...(externalData.length > 0 ? { externalData: [...externalData] } : {}),
    ...(isOnDevice(options) && residentOutputs.length > 0 ? { preferredOutputLocation: onDevice } : {}),
    extra: nestedConfig({ ...defaultConfig, ...options.config }),
  };
}

async function threadCount(wanted: number | undefined): Promise<number | undefined> {
  if (wanted === undefined) return usableCoreCount();
  checkThreads(wanted);
  return Math.min(wanted, await usableThreadCount());
}
