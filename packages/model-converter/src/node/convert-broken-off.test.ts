import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { openModelFolder } from '@slowfast/model-files';
import { ModelNotFoundError } from '@slowfast/spec';
import { expect, test } from 'vitest';
import { checkpointFolder, conversionPlace } from '../testing/conversion-place.ts';
import { convertModel } from './convert-model.ts';

const script = fileURLToPath(new URL('../testing/convert-child.ts', import.meta.url));
const source = checkpointFolder('llava-1.6');

test.each([0.1, 0.5, 1])(
  'killed behind %d of the bytes: nothing that looks whole, and the next one clears up',
  async (share) => {
    await using place = await conversionPlace();
    const args = [script, source, place.out, String(share)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    const [left, ...others] = await place.entries();
    expect(left).toMatch(/^\.converted\.incomplete-/);
    expect(others).toEqual([]);
    await expect(openModelFolder(place.out)).rejects.toThrow(ModelNotFoundError);
    await convertModel(source, { out: place.out });
    expect(await place.entries()).toEqual(['converted']);
    await openModelFolder(place.out);
  },
);

/** Commands that run a command where a small disk of its own may be mounted. */
const ways = [['unshare', '-rm'], ['unshare', '-m'], []].filter((way) => {
  const mounts = 'mkdir -p "$1" && mount -t tmpfs -o size=1m small "$1" && umount "$1"';
  const [command, ...args] = [...way, 'sh', '-c', mounts, 'sh', `/tmp/small-disk-convert-${process.pid}`];
  return spawnSync(command!, args).status === 0;
});

/** Converts onto a disk of 256 KiB; what is printed, and what is then on the disk. */
async function convertOntoSmallDisk(statfsLies: boolean) {
  await using place = await conversionPlace();
  const disk = join(place.parent, 'disk');
  await mkdir(disk);
  const work =
    'mount -t tmpfs -o size=256k small "$1" && "$2" $5 "$3" "$4" "$1/converted"; find "$1" -mindepth 1; umount "$1"';
  const lie = new URL('../testing/disk-that-seems-free.ts', import.meta.url).href;
  const [command, ...args] = [
    ...ways[0]!,
    ...['sh', '-c', work, 'sh', disk, process.execPath, script, source],
    statfsLies ? `--import=${lie}` : '',
  ];
  const child = spawn(command!, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [outcome, ...left] = (await text(child.stdout)).trim().split('\n');
  return { outcome: JSON.parse(outcome!), left };
}

test.skipIf(ways.length === 0)(
  'a disk that is too small is told before anything is written (skipped where no disk can be mounted)',
  async () => {
    const { outcome, left } = await convertOntoSmallDisk(false);
    expect(outcome).toMatchObject({ code: 'disk-full', facts: { freeBytes: expect.any(Number) } });
    expect(left).toEqual([]);
  },
);

test.skipIf(ways.length === 0)(
  'a disk that is full on the way: nothing is left (skipped where no disk can be mounted)',
  async () => {
    const { outcome, left } = await convertOntoSmallDisk(true);
    expect(outcome).toMatchObject({ code: 'disk-full', facts: { neededBytes: expect.any(Number) } });
    expect(outcome.facts.freeBytes).toBeUndefined();
    expect(left).toEqual([]);
  },
);
