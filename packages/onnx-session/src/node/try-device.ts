import { firstLine } from '../runtime-failed.ts';
import { type RuntimeTrial, tryRuntime } from '../trial/try-runtime.ts';
import { loadOnnxRuntimeNode } from './load-onnxruntime-node.ts';
import { onnxRuntimeNode } from './onnx-runtime-node.ts';
import type { NodeProvider } from './provider.ts';

const longestTrialMilliseconds = 120_000;

/**
 * Tries a device with a known answer, in a process of its own, as a graphics driver may print to it or end it. Cost: a tenth of a second
 * and more. Never throws, but for the signal's reason.
 */
export async function tryDevice(provider: NodeProvider, signal?: AbortSignal): Promise<RuntimeTrial> {
  signal?.throwIfAborted();
  const missing = await whyMissing(provider);
  if (missing !== undefined) return { works: false, reason: missing };
  const trial = await inProcess(provider, signal);
  return trial.works ? trial : { works: false, reason: plainReason(trial.reason) };
}

async function whyMissing(provider: NodeProvider): Promise<string | undefined> {
  try {
    const there = (await loadOnnxRuntimeNode()).listSupportedBackends().map(({ name }) => name);
    if (there.includes(provider)) return undefined;
    return `onnxruntime-node has no ${provider} on ${process.platform} ${process.arch}, but ${there.join(', ')}`;
  } catch (error) {
    return (error as { facts?: { reason?: string } }).facts?.reason ?? firstLine(error);
  }
}

async function inProcess(provider: NodeProvider, signal: AbortSignal | undefined): Promise<RuntimeTrial> {
  const entry = await processEntry();
  // A bundle has left the script out: then it is tried here.
  if (entry === undefined) return tryRuntime(onnxRuntimeNode({ provider }), signal);
  const { execFile } = await import('node:child_process');
  const { promise, resolve, reject } = Promise.withResolvers<RuntimeTrial>();
  const settings = {
    timeout: longestTrialMilliseconds,
    killSignal: 'SIGKILL',
    env: { ...process.env, ORT_DISABLE_TELEMETRY: process.env.ORT_DISABLE_TELEMETRY ?? '1' },
    signal,
  } as const;
  execFile(process.execPath, [entry, provider], settings, (error, stdout) => {
    if (signal?.aborted) return reject(signal.reason);
    if (!error) return resolve(JSON.parse(stdout) as RuntimeTrial);
    const ended = error.killed
      ? `did not end within ${longestTrialMilliseconds / 1000} s`
      : `ended its process (${error.signal ?? `exit code ${error.code}`})`;
    resolve({ works: false, reason: `a trial of it ${ended}` });
  });
  return promise;
}

/** The script of the process, as source and as build alike; undefined where a bundle has left it out. */
async function processEntry(): Promise<string | undefined> {
  const here: string | undefined = import.meta.url;
  if (here === undefined) return undefined;
  const name = here.endsWith('.ts') ? '../try-device-process.ts' : './try-device-process.js';
  const { existsSync } = await import('node:fs');
  const { fileURLToPath } = await import('node:url');
  const entry = fileURLToPath(new URL(name, here));
  return existsSync(entry) ? entry : undefined;
}

/** What the runtime says of the usual cases, in words that say what to do. */
function plainReason(reason: string): string {
  if (reason.includes('Failed to get a WebGPU adapter')) {
    return 'there is no graphics adapter with a driver that WebGPU can use (Vulkan, Metal or Direct3D 12)';
  }
  if (/Failed to load shared library/i.test(reason)) {
    return 'its libraries are not there: the install script of onnxruntime-node fetches those of CUDA 12 (npm rebuild onnxruntime-node), CUDA and cuDNN come from NVIDIA';
  }
  return reason;
}
