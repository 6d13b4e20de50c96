import { RuntimeUnavailableError } from '@slowfast/spec';

const variable = 'ORT_DISABLE_TELEMETRY';
/** Told to worker threads that start later. */
const isDecided = `@slowfast/onnx-session: ${variable} has a value in the environment of the process`;

/**
 * Keeps onnxruntime-node from collecting usage data and sending it to Microsoft, which version 1.30 does on Linux and macOS
 * unless told otherwise: sets `ORT_DISABLE_TELEMETRY=1` in the environment of the process. A value that is there stays.
 *
 * Everything of this package that loads the runtime does this first. Call it yourself only in the main thread, before you start a worker
 * thread of your own in which sessions are opened: what a worker writes to its `process.env` reaches no native code.
 *
 * Cost: 2 ms, once a process; in workers that were started before, once each.
 *
 * @throws RuntimeUnavailableError where `process.env` is a copy and the environment of the process has no value: in a worker thread, and where
 * somebody has put another object in its place.
 */
export async function disableRuntimeTelemetry(): Promise<void> {
  const { getEnvironmentData, isMainThread, setEnvironmentData } = await import('node:worker_threads');
  if (getEnvironmentData(isDecided) === true) return;
  process.env[variable] ??= '1';
  // The runtime of Windows does not know the variable.
  const isSet = process.platform === 'win32' || (isInEnvironment(variable) ?? isMainThread);
  if (!isSet) throw unsettable();
  setEnvironmentData(isDecided, true);
}

/** Settings of `process.report` (https://nodejs.org/api/process.html#processreport). */
interface ReportSettings {
  excludeNetwork?: boolean;
  excludeEnv?: boolean;
}

/** Whether the process has a variable, whatever `process.env` says; undefined where nothing tells. */
function isInEnvironment(name: string): boolean | undefined {
  const report: ReportSettings = process.report;
  const { excludeNetwork, excludeEnv } = report;
  // A report names the peers of open connections, which it looks up.
  Object.assign(report, { excludeNetwork: true, excludeEnv: false });
  try {
    const { environmentVariables } = process.report.getReport() as {
      readonly environmentVariables?: Readonly<Record<string, string>>;
    };
    return environmentVariables && environmentVariables[name] !== undefined;
  } finally {
    Object.assign(report, { excludeNetwork, excludeEnv });
  }
}

function unsettable(): RuntimeUnavailableError {
  return new RuntimeUnavailableError({
    runtime: 'onnxruntime-node',
    reason:
      'it would send usage data to Microsoft, which can not be prevented here, because process.env is a copy of the environment, as it is in worker threads',
    remedy: `Start the program with ${variable}=1, or call disableRuntimeTelemetry() of @slowfast/onnx-session in the main thread before starting the worker, or start the worker with { env: SHARE_ENV }`,
  });
}
