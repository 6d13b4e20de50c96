import { fileURLToPath } from 'node:url';
import { filesOfFolder, type LoopbackHub, startLoopbackHub } from '@slowfast/loopback-hub';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundledClip } from './testing/clips.ts';
import { expectAccessible } from './testing/expect-accessible.ts';
import { type App, openApp, useBrowser, useSharedApp } from './testing/open-app.ts';

useBrowser();

const model = 'slowfast/tiny-onevision';
const folder = fileURLToPath(
  new URL('../../../packages/tiny-checkpoints/checkpoints/llava-onevision/', import.meta.url),
);
let hub: LoopbackHub;
let commit: string;
beforeAll(async () => {
  hub = await startLoopbackHub();
  commit = hub.publish(model, filesOfFolder(folder));
});
beforeEach(() => hub.misbehave());
afterAll(() => hub[Symbol.asyncDispose]());

/** Unfolds the models of the hub, where it looks for them at the hub of this test. */
async function openHub({ page }: App): Promise<void> {
  await page.getByText('From the Hugging Face hub', { exact: true }).click();
  await page.getByText('Access token, another hub').click();
  await page.getByRole('textbox', { name: 'Hub', exact: true }).fill(hub.endpoint);
}

async function lookUp({ page }: App, name = model): Promise<void> {
  await page.getByRole('textbox', { name: 'Model of the hub' }).fill(name);
  await page.getByRole('button', { name: 'Look up' }).click();
}

const downloadButton = ({ page }: App) => page.getByRole('button', { name: /^Download .* and use$/ });
const useButton = ({ page }: App) => page.getByRole('button', { name: new RegExp(`^Use ${model}`) });
const resumeButton = ({ page }: App) => page.getByRole('button', { name: new RegExp(`^Resume ${model}`) });
const filesFrom = (from: number) => hub.requests.slice(from).filter(({ path }) => path.startsWith('/blobs/'));

/**
 * Downloads what was looked up, as far as the hub sends it at once and once more: then everything that was sent is shown, and how
 * fast it comes.
 */
async function downloadHalfway(app: App, name = model): Promise<void> {
  const { page } = app;
  hub.misbehave({ match: 'storage GET', holdsAfter: 20_000 });
  await downloadButton(app).waitFor();
  const before = hub.requests.length;
  await downloadButton(app).click();
  const bar = page.getByRole('progressbar', { name: `Download of ${name}` });
  const isHeldAt = async (bytes: number) => {
    const files = hub.requests.slice(before).filter(({ path }) => /^\/blobs\/|\/resolve-cache\//.test(path));
    const sent = files.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
    return files.at(-1)?.sentBytes === bytes && Number(await bar.getAttribute('value')) === sent;
  };
  await expect.poll(() => isHeldAt(20_000)).toBe(true);
  // There is a rate once some time is over.
  await page.waitForTimeout(600);
  hub.goOn();
  await expect.poll(() => isHeldAt(40_000)).toBe(true);
  await page.getByText(/B\/s, about \d+ (s|min) left/).waitFor();
}

/** What a tiny model with random weights answers is nothing that anybody could expect, but it is an answer. */
async function askAnything(app: App): Promise<string> {
  await app.openSettings();
  await app.page.getByRole('slider', { name: 'Frames', exact: true }).fill('2');
  return app.ask('What is this?');
}

test('looked up, downloaded, asked, and there again without a network', async () => {
  const app = await openApp({ serviceWorkers: 'allow' });
  const { page } = app;
  await page.getByText(/ready to work offline/i).waitFor();
  await openHub(app);
  await page.getByLabel('Access token', { exact: true }).fill('hf_secret');
  await lookUp(app);
  const precision = page.getByRole('combobox', { name: 'Precision' });
  await precision.waitFor();
  expect(await precision.inputValue()).toBe('q8');
  const offered = await precision.locator('option').allTextContents();
  expect(offered).toEqual([
    expect.stringMatching(/^fp32, .*B \(recommended by the model\)$/),
    ...['fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16'].map((dtype) =>
      expect.stringMatching(`^${dtype}, .*B$`),
    ),
  ]);
  await precision.selectOption('q4');
  await page.getByText(/several times slower/).waitFor();
  await precision.selectOption('int8');
  expect(await page.getByText(/in 10 files, of which 0 B are here/).count()).toBe(1);
  const before = hub.requests.length;
  await downloadButton(app).click();
  await page.getByText(`Your model answers: ${model}, ready`).waitFor();
  expect(filesFrom(before)).toHaveLength(3);
  const tokens = (origin: 'hub' | 'storage') =>
    new Set(hub.requests.filter((each) => each.origin === origin).map((each) => each.authorization));
  expect(tokens('hub')).toEqual(new Set(['Bearer hf_secret']));
  expect(tokens('storage')).toEqual(new Set([undefined]));
  await app.drop(bundledClip('square.webm'));
  const answer = await askAnything(app);
  expect(answer).not.toBe('');
  expect(app.complaints).toEqual([]);

  const after = hub.requests.length;
  await page.context().setOffline(true);
  await page.reload();
  await openHub(app);
  await page.getByText(/int8, .* kB$/).waitFor();
  await useButton(app).click();
  await page.getByText(`Your model answers: ${model}, ready`).waitFor();
  await app.drop(bundledClip('square.webm'));
  expect(await askAnything(app)).toBe(answer);
  expect(hub.requests.length).toBe(after);
});

test('a reload in the middle: what has arrived is shown, and only the rest comes', async () => {
  const app = await openApp();
  const { page } = app;
  await openHub(app);
  await lookUp(app);
  await downloadHalfway(app);
  await page.reload();
  hub.misbehave();
  await openHub(app);
  await page.getByText(/not finished: .* of /).waitFor();
  const before = hub.requests.length;
  await resumeButton(app).click();
  await page.getByText(`Your model answers: ${model}, ready`).waitFor();
  const [first] = filesFrom(before);
  expect(first?.range).toMatch(/^bytes=[1-9]\d*-$/);
  expect(first?.status).toBe(206);
  expect(filesFrom(before)).toHaveLength(3);
});

test('cancelled, gone on with, and removed', async () => {
  const app = await openApp();
  const { page } = app;
  await openHub(app);
  await lookUp(app, `${model}@${commit}`);
  await downloadHalfway(app, `${model}@${commit}`);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('progressbar').waitFor({ state: 'detached' });
  hub.misbehave();
  await resumeButton(app).click();
  await page.getByText(`Your model answers: ${model}@${commit}, ready`).waitFor();
  await page.getByRole('button', { name: new RegExp(`^Remove ${model}.*…$`) }).click();
  await page.getByRole('button', { name: `Keep ${model}@${commit}` }).click();
  expect(await page.getByText('Kept in this browser').count()).toBe(1);
  await page.getByRole('button', { name: new RegExp(`^Remove ${model}.*…$`) }).click();
  await page.getByRole('button', { name: `Remove ${model}@${commit} now` }).click();
  await page.getByText('Kept in this browser').waitFor({ state: 'detached' });
  await page.getByText('What the built-in model knows').waitFor();
});

test('a lost network in the middle: it is said, and Resume goes on', async () => {
  const app = await openApp();
  const { page } = app;
  await openHub(app);
  await lookUp(app);
  await downloadHalfway(app);
  await page.context().setOffline(true);
  await page
    .getByText(/Trying again/)
    .first()
    .waitFor();
  await app.alert.waitFor();
  expect(await app.alert.textContent()).toContain('found no connection');
  await page.context().setOffline(false);
  hub.misbehave();
  await resumeButton(app).click();
  await page.getByText(`Your model answers: ${model}, ready`).waitFor();
});

test('no axe rule is broken on the way, and nothing scrolls sideways', async () => {
  const app = await openApp({ reducedMotion: 'reduce' });
  const { page } = app;
  const isFine = () => expectAccessible(app, ['wide, light', 'narrow, dark']);
  await openHub(app);
  await lookUp(app);
  await downloadButton(app).waitFor();
  await isFine();
  await downloadHalfway(app);
  await isFine();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await resumeButton(app).waitFor();
  await page.getByRole('button', { name: /^Remove .*…$/ }).click();
  await isFine();
});

test('two tabs: it is downloaded once', async () => {
  const app = await openApp();
  const second = await app.page.context().newPage();
  await second.goto(app.page.url());
  const other: Pick<App, 'page'> = { page: second };
  hub.misbehave({ match: 'storage GET', holdsAfter: 1000 });
  const before = hub.requests.length;
  for (const each of [app, other as App]) {
    await openHub(each);
    await lookUp(each);
    await downloadButton(each).waitFor();
  }
  await downloadButton(app).click();
  await app.page.getByText(/of .* kB.*: onnx\//).waitFor();
  await downloadButton(other as App).click();
  await second.getByText('Another page downloads it').first().waitFor();
  hub.misbehave();
  for (const { page } of [app, other]) await page.getByText(`Your model answers: ${model}, ready`).waitFor();
  expect(filesFrom(before)).toHaveLength(3);
});

describe('one after the other', () => {
  const shared = useSharedApp();
  beforeAll(() => openHub(shared()));

  test.each([
    ['slowfast/nothing', {}, 'private or not there'],
    ['a/b/c', {}, 'more than one slash'],
    [model, { match: 'hub GET', status: 403, headers: { 'X-Error-Code': 'GatedRepo' } }, 'Accept them at'],
    [`${model}@other`, {}, 'No revision other'],
    [model, { match: 'hub GET .*revision', text: '{}' }, "can’t be used|can't be used"],
  ] as const)('%s can not be had: an alert says why, and the page goes on (%#)', async (name, rule, text) => {
    const app = shared();
    hub.misbehave(rule);
    await lookUp(app, name);
    await app.alert.waitFor();
    expect(await app.alert.textContent()).toMatch(new RegExp(text));
    hub.misbehave();
    await lookUp(app);
    await downloadButton(app).waitFor();
  });
});

test('wrong bytes: an alert says so, and nothing of it is kept as whole', async () => {
  const app = await openApp();
  await openHub(app);
  await lookUp(app);
  hub.misbehave({ match: 'storage GET', wrongBytes: true });
  await downloadButton(app).click();
  await app.alert.waitFor();
  expect(await app.alert.textContent()).toContain('arrived damaged');
  hub.misbehave();
  await resumeButton(app).click();
  await app.page.getByText(`Your model answers: ${model}, ready`).waitFor();
});
