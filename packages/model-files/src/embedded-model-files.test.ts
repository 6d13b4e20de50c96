import { readdirSync } from 'node:fs';
import { modelFolder } from '@slowfast/tiny-model';
import { modelFolder as filesForBrowsers } from '@slowfast/tiny-model/index.browser.js';
import { expect, test } from 'vitest';

test('browsers get every file of the embedded model that is published', () => {
  const published = readdirSync(modelFolder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /^(?!package)[^/]*\.(json|jinja)$|^onnx\/./.test(path));
  expect(published.length).toBeGreaterThan(9);
  expect(Object.keys(filesForBrowsers).sort()).toEqual(published.sort());
  for (const [path, address] of Object.entries(filesForBrowsers)) {
    expect(address.href).toBe(new URL(path, modelFolder).href);
  }
});
