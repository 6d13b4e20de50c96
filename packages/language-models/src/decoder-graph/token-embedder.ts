import { fromFloat16, int64Tensor, type OnnxSession, type TensorSignature } from '@slowfast/onnx-session';
import { ModelUnsupportedError, RuntimeFailedError } from '@slowfast/spec';

/** Names of the one input and the one output of an embedding model. */
export interface EmbedderBinding {
  readonly input: string;
  readonly inputType: 'int64' | 'int32';
  readonly output: string;
}

/** @throws ModelUnsupportedError when it is not a model of one integer input and one output. */
export function bindEmbedder(
  place: string,
  signature: { readonly inputs: readonly TensorSignature[]; readonly outputs: readonly TensorSignature[] },
): EmbedderBinding {
  const [input, ...otherInputs] = signature.inputs;
  const [output, ...otherOutputs] = signature.outputs;
  const isInteger = input?.type === 'int64' || input?.type === 'int32';
  if (!input || !output || !isInteger || otherInputs.length + otherOutputs.length > 0) {
    const names = [...signature.inputs, ...signature.outputs].map((value) => value.name).join(', ');
    throw new ModelUnsupportedError({
      place,
      found: `an embedding model with ${names}`,
      expected: 'ids as its only input and embeddings as its only output',
    });
  }
  return {
    input: input.name,
    inputType: input.type as 'int64' | 'int32',
    output: output.name,
  };
}

/**
 * Embeddings `[ids.length, size]` of ids.
 *
 * @throws RuntimeFailedError when the model gives others than its header promises.
 */
export async function embedTokens(
  session: OnnxSession,
  { input, inputType, output }: EmbedderBinding,
  ids: readonly number[],
  size: number,
): Promise<Float32Array> {
  const shape = [1, ids.length];
  const tensor =
    inputType === 'int32' ? { type: inputType, data: Int32Array.from(ids), shape } : int64Tensor(ids, shape);
  const results = await session.run({ [input]: tensor }, { outputs: [output] });
  const { type, data, shape: found } = results[output]!;
  if (found.at(-1) !== size || data?.length !== ids.length * size) {
    const reason = `it gave [${found.join(', ')}] for ${ids.length} tokens of width ${size}`;
    throw new RuntimeFailedError({ runtime: 'The embedding model', operation: 'a run', reason });
  }
  return type === 'float16' ? fromFloat16(data as Uint16Array) : (data as Float32Array);
}
