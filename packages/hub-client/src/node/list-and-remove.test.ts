import { mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelId, nodeHubForTests, quickly } from '../testing/node-hub.ts';
import { smallModel } from '../testing/small-model.ts';
import { listHubModels } from './list-hub-models.ts';
import { pullHubModel } from './pull-hub-model.ts';
import { removeHubModel } from './remove-hub-model.ts';

const context = nodeHubForTests();
const pull = (model: string) => pullHubModel(model, { settings: context.settings, retryPolicy: quickly });
const list = () => listHubModels(context.settings);
const remove = (model: string) => removeHubModel(model, { settings: context.settings });
const exists = (...parts: string[]) =>
  stat(join(context.cacheFolder, ...parts)).then(
    () => true,
    () => false,
  );
const tokenizer = '{"version":"2.0","more":"text"}\n';

test('no cache, and an empty one', async () => {
  expect(await list()).toEqual([]);
  expect(await listHubModels({ ...context.settings, cacheFolder: '/nowhere/at/all' })).toEqual([]);
});

test('lists models, their commits, branches and bytes, those of other tools too', async () => {
  const pulled = await pull(modelId);
  await mkdir(join(context.cacheFolder, 'models--bert', 'snapshots', 'a'.repeat(40)), { recursive: true });
  await mkdir(join(context.cacheFolder, 'datasets--owner--data'));
  const [bert, small] = await list();
  expect(bert).toMatchObject({ id: 'bert', bytes: 0, snapshots: [{ hasOnnx: false, files: [] }] });
  expect(small).toMatchObject({
    id: modelId,
    bytes: pulled.bytes,
    unfinishedBytes: 0,
    snapshots: [
      { commit: context.commit, refs: ['main'], folder: pulled.folder, files: pulled.paths, hasOnnx: true },
    ],
  });
});

test('removes a model, and what was not finished', async () => {
  const pulled = await pull(modelId);
  const partial = join(
    context.cacheFolder,
    'models--owner--small',
    'blobs',
    `${'a'.repeat(64)}.slowfast.incomplete`,
  );
  await writeFile(partial, 'some');
  expect((await list())[0]).toMatchObject({ unfinishedBytes: 4 });
  expect(await remove(modelId)).toEqual({
    id: modelId,
    commits: [context.commit],
    freedBytes: pulled.bytes + 4,
  });
  expect(await list()).toEqual([]);
  expect(await exists('models--owner--small')).toBe(false);
  await expect(remove(modelId)).rejects.toMatchObject({ code: 'model-not-found' });
});

test('removes one revision, and the contents that no other one uses', async () => {
  const old = await pull(modelId);
  context.hub.publish(modelId, { ...smallModel, 'tokenizer.json': tokenizer }, { revision: 'next' });
  const next = await pull(`${modelId}@next`);
  expect(await remove(`${modelId}@next`)).toEqual({
    id: modelId,
    commits: [next.commit],
    freedBytes: tokenizer.length,
  });
  expect((await list())[0]).toMatchObject({ bytes: old.bytes, snapshots: [{ commit: old.commit }] });
  expect(await exists('models--owner--small', 'refs', 'next')).toBe(false);
  context.hub.forgetRequests();
  await pull(modelId);
  expect(context.hub.requests).toHaveLength(1);
  await expect(remove(`${modelId}@next`)).rejects.toMatchObject({ code: 'model-not-found' });
  expect((await remove(`${modelId}@${old.commit}`)).commits).toEqual([old.commit]);
  expect(await list()).toEqual([]);
});

test('a link to a page of a revision removes that one alone', async () => {
  context.hub.publish(modelId, { ...smallModel, 'tokenizer.json': '{}' }, { revision: 'next' });
  for (const revision of ['main', 'next']) await pull(`${modelId}@${revision}`);
  const { settings, commit } = context;
  const page = `https://huggingface.co/${modelId}`;
  expect((await removeHubModel(`${page}/tree/main`, { settings })).commits).toEqual([commit]);
  expect((await removeHubModel(page, { settings })).commits).toHaveLength(1);
  expect(await listHubModels(settings)).toEqual([]);
});

test('never follows a link out of the model', async () => {
  const outside = join(context.cacheFolder, 'outside');
  await mkdir(outside);
  await writeFile(join(outside, 'precious'), 'data');
  context.hub.publish(modelId, { ...smallModel, 'tokenizer.json': tokenizer }, { revision: 'next' });
  await pull(modelId);
  const { folder } = await pull(`${modelId}@next`);
  await symlink(outside, join(folder, 'folder'));
  await symlink(join(outside, 'precious'), join(folder, 'file'));
  expect((await remove(`${modelId}@next`)).freedBytes).toBe(tokenizer.length);
  await symlink(outside, join(context.cacheFolder, 'models--owner--small', 'snapshots', 'f'.repeat(40)));
  await remove(modelId);
  expect(await readdir(outside)).toEqual(['precious']);
});

test('of a model folder that is a link itself, the link is removed', async () => {
  const outside = join(context.cacheFolder, 'outside');
  const commit = 'a'.repeat(40);
  await mkdir(join(outside, 'snapshots', commit), { recursive: true });
  await symlink(outside, join(context.cacheFolder, 'models--owner--linked'));
  expect(await list()).toMatchObject([{ id: 'owner/linked', snapshots: [{ commit }] }]);
  await expect(remove(`owner/linked@${commit}`)).rejects.toMatchObject({ code: 'output-failed' });
  expect(await remove('owner/linked')).toEqual({ id: 'owner/linked', commits: [commit], freedBytes: 0 });
  expect(await list()).toEqual([]);
  expect(await readdir(join(outside, 'snapshots'))).toEqual([commit]);
});
