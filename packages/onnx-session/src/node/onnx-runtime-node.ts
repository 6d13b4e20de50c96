import { nestedConfig } from '../nested-config.ts';
import type {
  OnnxModelSource,
  OnnxRuntime,
  OnnxRuntimeDescription,
  OnnxSessionOptions,
} from '../onnx-runtime.ts';
import type { OnnxSession } from '../onnx-session.ts';
import { checkResidentOutputs } from '../resident-tensor.ts';
import { runtimeFailed } from '../runtime-failed.ts';
import { checkThreads } from '../thread-setting.ts';
import { usableCoreCount, usableThreadCount } from './core-count.ts';
import { loadOnnxRuntimeNode, type OnnxRuntimeNodeModule } from './load-onnxruntime-node.ts';
import { onnxSessionNode } from './onnx-session-node.ts';

const name = 'onnxruntime-node';
// Errors are thrown; the runtime need not print them too.
const onlyFatal = 4;
// Threads that spin while they wait for each other take the processor from those that work: a token took up to 1.7 times as
// long with them, and twice the processor's time (benchmarks/results/decoder.md).
const defaultConfig = { 'session.intra_op.allow_spinning': '0' };

/**
 * onnxruntime-node, an optional peer dependency that is loaded with the first session. Loading and running block the
 * thread they are called on; use a worker to keep it free.
 */
export function onnxRuntimeNode(): OnnxRuntime {
  return { name, describe, open };
}

async function open(model: OnnxModelSource, options: OnnxSessionOptions = {}): Promise<OnnxSession> {
  options.signal?.throwIfAborted();
  const ort = await loadOnnxRuntimeNode();
  const settings = await sessionSettings(options);
  const source = model instanceof URL ? (await import('node:url')).fileURLToPath(model) : model;
  const label = typeof source === 'string' ? source : 'a model in memory';
  const session = await create(ort, source, settings).catch((cause: unknown) => {
    throw runtimeFailed(name, `loading ${label}`, cause);
  });
  const opened = onnxSessionNode(ort, session, label, options.residentOutputs);
  try {
    options.signal?.throwIfAborted();
    checkResidentOutputs(options.residentOutputs ?? [], opened.outputs);
    return opened;
  } catch (error) {
    await opened.dispose();
    throw error;
  }
}

type SessionSettings = NonNullable<Parameters<OnnxRuntimeNodeModule['InferenceSession']['create']>[1]>;

function create(ort: OnnxRuntimeNodeModule, source: string | Uint8Array, settings: SessionSettings) {
  return typeof source === 'string'
    ? ort.InferenceSession.create(source, settings)
    : ort.InferenceSession.create(source, settings);
}

async function sessionSettings(options: OnnxSessionOptions): Promise<SessionSettings> {
  const threads = await threadCount(options.threads);
  return {
    logSeverityLevel: onlyFatal,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    ...(options.providers ? { executionProviders: [...options.providers] } : {}),
    ...(options.externalData ? { externalData: [...options.externalData] } : {}),
    extra: nestedConfig({ ...defaultConfig, ...options.config }),
  };
}

async function threadCount(wanted: number | undefined): Promise<number | undefined> {
  if (wanted === undefined) return usableCoreCount();
  checkThreads(wanted);
  return Math.min(wanted, await usableThreadCount());
}

async function describe(): Promise<OnnxRuntimeDescription> {
  try {
    const ort = await loadOnnxRuntimeNode();
    const threads = await usableCoreCount();
    return {
      name,
      available: true,
      ...(ort.env.versions.node ? { version: ort.env.versions.node } : {}),
      providers: ort
        .listSupportedBackends()
        .filter((backend) => backend.bundled)
        .map((backend) => backend.name),
      ...(threads === undefined ? {} : { threads }),
    };
  } catch (error) {
    const facts = (error as { facts?: { reason?: string; remedy?: string } }).facts;
    const reason = facts?.reason ?? String(error);
    return {
      name,
      available: false,
      providers: [],
      reason,
      ...(facts?.remedy ? { remedy: facts.remedy } : {}),
    };
  }
}
