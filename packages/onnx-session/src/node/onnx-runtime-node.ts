import { InvalidSettingError } from '@slowfast/spec';
import type {
  OnnxModelSource,
  OnnxRuntime,
  OnnxRuntimeDescription,
  OnnxSessionOptions,
} from '../onnx-runtime.ts';
import type { OnnxSession } from '../onnx-session.ts';
import { usableCoreCount, usableThreadCount } from './core-count.ts';
import { loadOnnxRuntimeNode, type OnnxRuntimeNodeModule } from './load-onnxruntime-node.ts';
import { onnxSessionNode, runtimeFailed } from './onnx-session-node.ts';

const name = 'onnxruntime-node';
// Errors are thrown; the runtime need not print them too.
const onlyFatal = 4;

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
    throw runtimeFailed(`loading ${label}`, cause);
  });
  if (options.signal?.aborted) await session.release();
  options.signal?.throwIfAborted();
  return onnxSessionNode(ort, session, label);
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
    ...(options.config ? { extra: nested(options.config) } : {}),
  };
}

async function threadCount(wanted: number | undefined): Promise<number | undefined> {
  if (wanted === undefined) return usableCoreCount();
  if (!Number.isInteger(wanted) || wanted < 1) {
    throw new InvalidSettingError({
      setting: 'threads',
      found: String(wanted),
      expected: 'a whole number of at least 1',
    });
  }
  return Math.min(wanted, await usableThreadCount());
}

/** The runtime joins the keys of nested objects with dots, and takes entries only that way. */
function nested(config: Readonly<Record<string, string>>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    const path = key.split('.');
    const last = path.pop()!;
    let node = root;
    for (const step of path) {
      node[step] ??= {};
      node = node[step] as Record<string, unknown>;
    }
    node[last] = value;
  }
  return root;
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
