import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { modelFolder } from '@slowfast/tiny-model';
import { preview } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { bundledClip } from './testing/clips.ts';
import { useBrowser, useSharedApp } from './testing/open-app.ts';

useBrowser();
const shared = useSharedApp();
beforeAll(async () => {
  await shared().drop(bundledClip('square.webm'));
  await shared().openSettings();
});

const folder = fileURLToPath(modelFolder);

test('a model from a folder on disk', async () => {
  const app = shared();
  await app.page.getByLabel('Model folder').setInputFiles(folder);
  await app.page.getByText('In use: tiny-model').waitFor();
  expect(await app.ask('Which digit is shown?')).toBe('7');
  expect(app.complaints).toEqual([]);
});

test('a model from the address of a folder on another server', async () => {
  const server = await preview({
    configFile: false,
    root: folder,
    logLevel: 'error',
    build: { outDir: '.' },
    preview: { port: 0, cors: true, headers: { 'Cross-Origin-Resource-Policy': 'cross-origin' } },
  });
  try {
    const { port } = server.httpServer.address() as AddressInfo;
    const app = shared();
    await app.page.getByRole('textbox', { name: 'Model address' }).fill(`http://localhost:${port}/`);
    await app.page.getByRole('button', { name: 'Use' }).click();
    expect(await app.ask('Which digit is shown?')).toBe('7');
    await app.page.getByText(`localhost:${port}`).first().waitFor();
  } finally {
    await server.close();
  }
});

test('an address without a model: what is wrong is said, and the embedded model still answers', async () => {
  const app = shared();
  await app.page.getByRole('textbox', { name: 'Model address' }).fill('http://localhost:9/nothing');
  await app.page.getByRole('button', { name: 'Use' }).click();
  await expect.poll(() => app.page.getByText(/localhost:9\/nothing/).count()).toBeGreaterThan(0);
  await expect.poll(() => app.page.getByText(/network failure/).count()).toBeGreaterThan(0);
  await app.page.getByRole('button', { name: 'Embedded model' }).click();
  expect(await app.ask('Which digit is shown?')).toBe('7');
});
