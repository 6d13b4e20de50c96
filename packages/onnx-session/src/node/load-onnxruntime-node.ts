import { isError, RuntimeUnavailableError } from '@slowfast/spec';
import { disableRuntimeTelemetry } from './disable-runtime-telemetry.ts';

/** The module as its types describe it. */
export type OnnxRuntimeNodeModule = typeof import('onnxruntime-node');

/** Loads the optional peer dependency, which then collects no usage data; nothing native is touched before the first call. */
export async function loadOnnxRuntimeNode(): Promise<OnnxRuntimeNodeModule> {
  await disableRuntimeTelemetry();
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw unavailable(cause);
  }
}

function unavailable(cause: unknown): RuntimeUnavailableError {
  const reason = isError(cause) ? (cause.message.split('\n')[0] ?? '') : String(cause);
  const code = (cause as { code?: string } | null)?.code;
  const isMissing = code === 'ERR_MODULE_NOT_FOUND' && reason.includes("'onnxruntime-node'");
  return new RuntimeUnavailableError(
    {
      runtime: 'onnxruntime-node',
      reason: isMissing ? 'it is not installed' : reason.replace(/\.$/, ''),
      remedy: isMissing
        ? 'Install it beside this package: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node'
        : 'It has binaries for Linux, macOS and Windows on x64 and arm64: check that this machine is one of them and reinstall onnxruntime-node',
    },
    { cause },
  );
}
