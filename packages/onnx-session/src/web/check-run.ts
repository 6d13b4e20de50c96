import type { OnnxValue, TensorSignature } from '../onnx-tensor.ts';

/** What a model takes and gives. */
export interface ModelSignature {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
}

/**
 * Refuses what the runtime would refuse, before it binds anything: a session whose results stay on the graphics processor
 * can't run again after the runtime has refused something
 * (https://github.com/microsoft/onnxruntime/blob/v1.30.0/js/web/lib/wasm/wasm-core-impl.ts, `inputOutputBound`).
 *
 * @throws TypeError that says what is wrong. Free sizes that must equal one another are not looked at.
 */
export function checkRun(
  { inputs, outputs }: ModelSignature,
  feeds: Readonly<Record<string, OnnxValue>>,
  wanted: readonly string[],
): void {
  const names = (values: readonly TensorSignature[]) => values.map((value) => value.name);
  const unknownInput = Object.keys(feeds).find((name) => !names(inputs).includes(name));
  if (unknownInput !== undefined) throw new TypeError(`the model has no input ${unknownInput}`);
  const unknownOutput = wanted.find((name) => !names(outputs).includes(name));
  if (unknownOutput !== undefined) throw new TypeError(`the model has no output ${unknownOutput}`);
  for (const input of inputs) checkFeed(input, feeds[input.name]);
}

function checkFeed({ name, type, shape }: TensorSignature, fed: OnnxValue | undefined): void {
  if (!fed) throw new TypeError(`the input ${name} is missing`);
  const isFree = (size: number | string) => typeof size === 'string' || size < 0;
  const fits =
    fed.type === type &&
    fed.shape.length === shape.length &&
    shape.every((size, axis) => isFree(size) || size === fed.shape[axis]);
  if (fits) return;
  const found = `${fed.type} [${fed.shape.join(', ')}]`;
  throw new TypeError(`the input ${name} is ${found} where ${type} [${shape.join(', ')}] is expected`);
}
