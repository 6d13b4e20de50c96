import { modelFilesOf } from '@slowfast/model-files';
import { expect, test } from 'vitest';

/** A file as `<input webkitdirectory>` gives it. */
function chosen(path: string): File {
  const file = new File([path], path.split('/').at(-1)!);
  return Object.defineProperty(file, 'webkitRelativePath', { value: path });
}

test.each([
  ['a folder', ['llava/config.json', 'llava/onnx/a.onnx'], ['config.json', 'onnx/a.onnx']],
  ['below others', ['x/y/config.json', 'x/y/onnx/a.onnx', 'x/notes.txt'], ['config.json', 'onnx/a.onnx']],
  [
    'the outermost of several',
    ['m/deep/er/config.json', 'm/config.json', 'm/onnx/a.onnx'],
    ['deep/er/config.json', 'config.json', 'onnx/a.onnx'],
  ],
  ['a name that only ends alike', ['m/my-config.json', 'm/x'], ['m/my-config.json', 'm/x']],
  ['nothing', [], []],
])('the model among chosen files: %s', (_, paths, expected) => {
  const files = paths.map(chosen);
  const found = modelFilesOf(files);
  expect(Object.keys(found)).toEqual(expected);
  for (const file of Object.values(found)) expect(files).toContain(file);
});

test('single files have no folder', () => {
  const file = new File([], 'config.json');
  expect(modelFilesOf([file])).toEqual({ 'config.json': file });
});
