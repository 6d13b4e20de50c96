import { DisposedError } from '@slowfast/spec';
import type { OnnxSession } from '../onnx-session.ts';
import type { OnnxValue } from '../onnx-tensor.ts';
import { HostResidentTensor, isResident } from '../resident-tensor.ts';
import { firstLine, runtimeFailed } from '../runtime-failed.ts';
import { toSignature } from '../runtime-signature.ts';
import { onnxSession } from '../session-life.ts';
import { checkRun } from './check-run.ts';
import { type DeviceGuard, noDevice } from './device-guard.ts';
import { DeviceResidentTensor } from './device-resident-tensor.ts';
import type { LoadedWebModule, OnnxRuntimeWebModule } from './load-onnxruntime-web.ts';
import { fromWebTensor, toWebTensor, type WebTensor } from './onnx-tensor-conversion-web.ts';

type RuntimeSession = Awaited<ReturnType<OnnxRuntimeWebModule['InferenceSession']['create']>>;
type Feeds = Readonly<Record<string, OnnxValue>>;

/** What is known of a session beside the model's own signature. */
export interface WebSessionFacts {
  readonly name: string;
  readonly residentOutputs: readonly string[];
  /** The graphics device on which its results can stay; undefined on the processor. */
  readonly device: DeviceGuard | undefined;
  readonly limits: readonly string[];
}

/** A session over one of onnxruntime-web's, which it owns. */
export function onnxSessionWeb(
  module: LoadedWebModule,
  session: RuntimeSession,
  { name, residentOutputs, device: graphics, limits }: WebSessionFacts,
): OnnxSession {
  const isKept = new Set(residentOutputs);
  const device = graphics ?? noDevice;
  const signature = {
    inputs: session.inputMetadata.map(toSignature),
    outputs: session.outputMetadata.map(toSignature),
  };
  // Where results stay on the device, the runtime would run with the feeds of a run that failed, for ever after.
  let failure: string | undefined;

  async function runNow(feeds: Feeds, outputs: readonly string[]): Promise<Record<string, OnnxValue>> {
    if (failure) throw new Error(`an earlier run failed (${failure}): load the model again`);
    checkRun(signature, feeds, outputs);
    const runtimeFeeds = Object.fromEntries(
      Object.entries(feeds).map(([key, value]) => [key, webFeed(module, value)]),
    );
    const run = () => session.run(runtimeFeeds, [...outputs]);
    const results = await device.guard(run).catch((cause: unknown) => {
      if (graphics && isKept.size > 0) failure = firstLine(cause);
      throw cause;
    });
    return Object.fromEntries(
      Object.entries(results).map(([key, value]) => [key, webResult(module, device, value, isKept.has(key))]),
    );
  }

  return onnxSession({
    name,
    ...signature,
    limits: limits.length > 0 ? limits : undefined,
    async execute(feeds, { outputs = session.outputNames }) {
      const taken = await takeFromOthers(module, feeds);
      return module.serially(async () => {
        try {
          return await runNow(taken, outputs);
        } catch (cause) {
          if (cause instanceof DisposedError) throw cause;
          throw runtimeFailed('onnxruntime-web', `running ${name}`, cause);
        }
      });
    },
    release: () =>
      module.serially(async () => {
        const released = session.release();
        await device
          .guard(() => released)
          .catch((cause: unknown) => {
            // Of a lost device there is nothing left to free.
            if (!device.isLost) throw cause;
            released.catch(() => {});
          });
      }),
  });
}

/** The feeds, with what another runtime keeps read from it. */
async function takeFromOthers(module: LoadedWebModule, feeds: Feeds): Promise<Feeds> {
  const taken: Record<string, OnnxValue> = { ...feeds };
  for (const [key, value] of Object.entries(feeds)) {
    if (value instanceof HostResidentTensor || !isResident(value)) continue;
    if (!(value instanceof DeviceResidentTensor && value.isOf(module))) taken[key] = await value.read();
  }
  return taken;
}

function webFeed(module: LoadedWebModule, value: OnnxValue): WebTensor {
  if (value instanceof DeviceResidentTensor) return value.tensor;
  if (value instanceof HostResidentTensor) return toWebTensor(module.ort, value.tensor);
  if (!isResident(value)) return toWebTensor(module.ort, value);
  throw new TypeError('a tensor of another runtime');
}

/** What stays on the graphics processor, if it is there: empty tensors never are, nor is anything of WebAssembly. */
function webResult(
  module: LoadedWebModule,
  device: DeviceGuard,
  value: WebTensor,
  isKept: boolean,
): OnnxValue {
  if (value.location === 'gpu-buffer') return new DeviceResidentTensor(module, device, value);
  const tensor = fromWebTensor(value, value.data);
  return isKept ? new HostResidentTensor(tensor) : tensor;
}
