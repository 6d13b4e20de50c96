import type { OnnxSession } from '../onnx-session.ts';
import type { OnnxTensor, OnnxValue } from '../onnx-tensor.ts';
import { HostResidentTensor, isResident } from '../resident-tensor.ts';
import { runtimeFailed } from '../runtime-failed.ts';
import { toSignature } from '../runtime-signature.ts';
import { onnxSession } from '../session-life.ts';
import type { OnnxRuntimeNodeModule } from './load-onnxruntime-node.ts';
import { fromRuntimeTensor, toRuntimeTensor } from './onnx-tensor-conversion.ts';

type RuntimeSession = Awaited<ReturnType<OnnxRuntimeNodeModule['InferenceSession']['create']>>;

/** A session over one of onnxruntime-node's, which it owns. */
export function onnxSessionNode(
  ort: OnnxRuntimeNodeModule,
  session: RuntimeSession,
  name: string,
  residentOutputs: readonly string[] = [],
): OnnxSession {
  const isKept = new Set(residentOutputs);
  return onnxSession({
    name,
    inputs: session.inputMetadata.map(toSignature),
    outputs: session.outputMetadata.map(toSignature),
    async execute(feeds, { outputs = session.outputNames }) {
      const tensors = await hostFeeds(feeds);
      try {
        const runtimeFeeds = mapValues(tensors, (tensor) => toRuntimeTensor(ort, tensor));
        const results = await session.run(runtimeFeeds, [...outputs]);
        return mapValues(results, (value, key): OnnxValue => {
          const tensor = fromRuntimeTensor(value);
          return isKept.has(key) ? new HostResidentTensor(tensor) : tensor;
        });
      } catch (cause) {
        throw runtimeFailed('onnxruntime-node', `running ${name}`, cause);
      }
    },
    release: () => session.release(),
  });
}

/** The feeds as values in host memory, where this runtime keeps its own. */
async function hostFeeds(feeds: Readonly<Record<string, OnnxValue>>): Promise<Record<string, OnnxTensor>> {
  const tensors: Record<string, OnnxTensor> = {};
  for (const [key, value] of Object.entries(feeds)) {
    if (value instanceof HostResidentTensor) tensors[key] = value.tensor;
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
