import { readdirSync } from 'node:fs';
import { modelFolder } from '@slowfast/tiny-model';
import { modelFiles } from '@slowfast/tiny-model/files';
import { expect, test } from 'vitest';

test('browsers get every file of the embedded model that is published', () => {
  const published = readdirSync(modelFolder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^(?!package)[^/]*\.(json|jinja)$|^onnx\/./.test(path));
  expect(published.length).toBeGreaterThan(9);
  expect(Object.keys(modelFiles).sort()).toEqual(published.sort());
  for (const [path, address] of Object.entries(modelFiles)) {
    expect(address.href).toBe(new URL(path, modelFolder).href);
  }
});
