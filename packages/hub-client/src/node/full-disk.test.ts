import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { modelId, nodeHubForTests } from '../testing/node-hub.ts';
import { seededBytes, smallModel } from '../testing/small-model.ts';
import { spawnText } from '../testing/spawn-text.ts';

const context = nodeHubForTests();
const script = fileURLToPath(new URL('../testing/pull-child.ts', import.meta.url));

/** Commands that run a command where a small disk of its own may be mounted. */
const ways = [['unshare', '-rm'], ['unshare', '-m'], []].filter((way) => {
  const mounts = 'mkdir -p "$1" && mount -t tmpfs -o size=1m small "$1" && umount "$1"';
  const place = `/tmp/small-disk-${process.pid}`;
  const [command, ...args] = [...way, 'sh', '-c', mounts, 'sh', place];
  return spawnSync(command!, args).status === 0;
});

/** Pulls the model onto a disk of so many bytes; what is printed, and what is then on the disk. */
async function pullOntoDisk(bytes: number, statfsLies = false) {
  const place = `${context.cacheFolder}/disk`;
  // The disk is unmounted at the end by the namespace, or by us where there is none.
  const work =
    'mkdir -p "$1" && mount -t tmpfs -o size=$2 small "$1" && "$3" $5 "$4" owner/small; find "$1" -type f -name "*.incomplete"; umount "$1"';
  const lie = new URL('../testing/disk-that-seems-free.ts', import.meta.url).href;
  const [command, ...args] = [
    ...ways[0]!,
    'sh',
    '-c',
    work,
    'sh',
    place,
    String(bytes),
    process.execPath,
    script,
    statfsLies ? `--import=${lie}` : '',
  ];
  const env = { HF_ENDPOINT: context.hub.endpoint, HF_HUB_CACHE: place, HF_TOKEN: '' };
  return (await spawnText(command!, args, env)).split('\n').filter((line) => line !== '');
}

test.skipIf(ways.length === 0)(
  'a disk that is too small is told before anything large comes (skipped where no disk can be mounted)',
  async () => {
    const lines = await pullOntoDisk(200 * 1024);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({
      type: 'failed',
      code: 'disk-full',
      facts: { freeBytes: expect.any(Number) },
    });
    expect(context.hub.requests.filter(({ origin }) => origin === 'storage')).toEqual([]);
  },
);

test.skipIf(ways.length === 0)(
  'a disk that is full on the way: nothing half-written is left (skipped where no disk can be mounted)',
  async () => {
    context.hub.publish(modelId, { ...smallModel, 'onnx/vision_encoder.onnx': seededBytes(3_000_000, 9) });
    const lines = await pullOntoDisk(2 * 1024 * 1024, true);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ type: 'failed', code: 'disk-full' });
    expect(lines.filter((line) => line.endsWith('.incomplete'))).toEqual([]);
    expect(lines.filter((line) => line.includes('"file-end"')).length).toBeGreaterThan(4);
  },
);
