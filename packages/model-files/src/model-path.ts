import { ModelInvalidError } from '@slowfast/spec';

/**
 * A path inside of a model, e.g. `onnx/model.onnx_data` from the folder `onnx` and the name `model.onnx_data`.
 *
 * @throws ModelInvalidError when the name leads out of the model: a checkpoint must not make anybody read other files.
 */
export function modelPath(place: string, folder: string, name: string): string {
  const parts = name.split('/');
  const isInside = parts.every(
    (part) => part !== '' && part !== '.' && part !== '..' && !/[\\:\0]/.test(part),
  );
  if (!isInside) {
    throw new ModelInvalidError({
      place,
      found: `the path ${JSON.stringify(name)}`,
      expected: 'a path inside of the model',
    });
  }
  return folder === '' ? name : `${folder}/${name}`;
}
