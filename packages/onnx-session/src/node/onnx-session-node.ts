import { DisposedError } from '@slowfast/spec';
import type { OnnxSession } from '../onnx-session.ts';
import type { OnnxTensor, OnnxValue } from '../onnx-tensor.ts';
import { HostResidentTensor, isResident } from '../resident-tensor.ts';
import { runtimeFailed } from '../runtime-failed.ts';
import { toSignature } from '../runtime-signature.ts';
import { onnxSession } from '../session-life.ts';
import { NodeDeviceTensor } from './device-tensor-node.ts';
import type { OnnxRuntimeNodeModule } from './load-onnxruntime-node.ts';
import { fromRuntimeTensor, toRuntimeTensor } from './onnx-tensor-conversion.ts';

type RuntimeTensor = InstanceType<OnnxRuntimeNodeModule['Tensor']>;
type RuntimeSession = Awaited<ReturnType<OnnxRuntimeNodeModule['InferenceSession']['create']>>;

/** What is known of a session beside the model's own signature. */
export interface NodeSessionFacts {
  readonly name: string;
  readonly residentOutputs: readonly string[];
  /** Whether its results can stay in WebGPU buffers. */
  readonly isOnDevice: boolean;
  readonly limits: readonly string[];
}

/** A session over one of onnxruntime-node's, which it owns. */
export function onnxSessionNode(
  ort: OnnxRuntimeNodeModule,
  session: RuntimeSession,
  { name, residentOutputs, isOnDevice, limits }: NodeSessionFacts,
): OnnxSession {
  const isKept = new Set(residentOutputs);
  // Once bound, outputs stay so: a run of others gives their values under wrong names (onnxruntime-node 1.30).
  const runsAll = isOnDevice && residentOutputs.length > 0;

  async function runNow(feeds: Readonly<Record<string, RuntimeTensor>>, outputs: readonly string[]) {
    if (!runsAll) return session.run(feeds, [...outputs]);
    const unknown = outputs.find((output) => !session.outputNames.includes(output));
    if (unknown !== undefined) throw new TypeError(`the model has no output ${unknown}`);
    const results = await session.run(feeds);
    for (const [key, value] of Object.entries(results)) {
      if (!outputs.includes(key) && value.location !== 'cpu') value.dispose();
    }
    return Object.fromEntries(outputs.map((key) => [key, results[key]!]));
  }

  return onnxSession({
    name,
    inputs: session.inputMetadata.map(toSignature),
    outputs: session.outputMetadata.map(toSignature),
    limits: limits.length > 0 ? limits : undefined,
    async execute(feeds, { outputs = session.outputNames }) {
      const taken = await takenFeeds(feeds, isOnDevice);
      try {
        const runtimeFeeds = mapValues(taken, (value) =>
          value instanceof NodeDeviceTensor ? value.tensor : toRuntimeTensor(ort, value),
        );
        return mapValues(await runNow(runtimeFeeds, outputs), (value, key): OnnxValue => {
          if (value.location === 'gpu-buffer') return new NodeDeviceTensor(ort, value);
          const tensor = fromRuntimeTensor(value);
          return isKept.has(key) ? new HostResidentTensor(tensor) : tensor;
        });
      } catch (cause) {
        if (cause instanceof DisposedError) throw cause;
        throw runtimeFailed('onnxruntime-node', `running ${name}`, cause);
      }
    },
    release: () => session.release(),
  });
}

/** The feeds as values in host memory, but for those on the device where the session is there too. */
async function takenFeeds(
  feeds: Readonly<Record<string, OnnxValue>>,
  isOnDevice: boolean,
): Promise<Record<string, OnnxTensor | NodeDeviceTensor>> {
  const tensors: Record<string, OnnxTensor | NodeDeviceTensor> = {};
  for (const [key, value] of Object.entries(feeds)) {
    if (value instanceof HostResidentTensor) tensors[key] = value.tensor;
    else if (isOnDevice && value instanceof NodeDeviceTensor) tensors[key] = value;
    else tensors[key] = isResident(value) ? await value.read() : value;
  }
  return tensors;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
