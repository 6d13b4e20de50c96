import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelId, nodeHubForTests, quickly } from '../testing/node-hub.ts';
import { runPull } from '../testing/run-pull.ts';
import { neededPaths, smallModel } from '../testing/small-model.ts';
import { pullHubModel } from './pull-hub-model.ts';

const context = nodeHubForTests();
const folder = () => join(context.cacheFolder, 'models--owner--small');
const kills = 10;

/** The finished contents, each of which must be what its name says. */
async function finishedBlobs(): Promise<readonly string[]> {
  const blobs = join(folder(), 'blobs');
  const names = (await readdir(blobs).catch(() => [])).filter((name) => !name.endsWith('.incomplete'));
  for (const name of names) {
    const bytes = await readFile(join(blobs, name));
    const hash =
      name.length === 64 ? createHash('sha256') : createHash('sha1').update(`blob ${bytes.length}\0`);
    expect(hash.update(bytes).digest('hex'), 'a finished file holds what its name says').toBe(name);
  }
  return names;
}

/** What a snapshot holds is whole, also while it is not complete. */
async function expectNothingHalf(): Promise<void> {
  const snapshot = join(folder(), 'snapshots', context.commit);
  const entries = await readdir(snapshot, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((each) => !each.isDirectory())) {
    const path = join(entry.parentPath, entry.name);
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    const name = path.slice(snapshot.length + 1).replaceAll('\\', '/');
    expect(await readFile(path)).toEqual(Buffer.from(smallModel[name]!));
  }
}

test(`killed at ${kills} random moments: nothing is damaged, nothing half-written has a name, nothing finished comes twice`, async () => {
  const env = { HF_ENDPOINT: context.hub.endpoint, HF_HUB_CACHE: context.cacheFolder, HF_TOKEN: '' };
  // Slowly, and of the largest file never so much that ten processes finish it.
  context.hub.misbehave({ match: 'storage', bytesPerSecond: 250_000, holdsAfter: 30_000 });
  const finished = new Set<string>();
  const moments: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const pulling = runPull(modelId, env);
    await pulling.printed('files-chosen');
    const moment = Math.random() * 250;
    moments.push(Math.round(moment));
    await new Promise((resolve) => setTimeout(resolve, moment));
    pulling.child.kill('SIGKILL');
    await pulling.lines;
    const names = await finishedBlobs();
    for (const name of finished) expect(names, `killed after ${moments} ms`).toContain(name);
    for (const name of names) finished.add(name);
    await expectNothingHalf();
  }
  context.hub.misbehave();
  context.hub.forgetRequests();
  const pulled = await pullHubModel(modelId, { settings: context.settings, retryPolicy: quickly });
  for (const path of neededPaths) {
    expect(await readFile(join(pulled.folder, path))).toEqual(Buffer.from(smallModel[path]!));
  }
  const asked = context.hub.requests.filter(({ origin }) => origin === 'storage').map(({ path }) => path);
  for (const name of finished) expect(asked.join()).not.toContain(name);
  const blobs = await finishedBlobs();
  expect(blobs).toHaveLength(neededPaths.length);
  expect((await readdir(join(folder(), 'blobs'))).length).toBe(blobs.length);
});
