import { execFileSync, spawn } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { clipPath } from '../../testing/clip-path.ts';
import { collect, digest, truth } from '../../testing/clips.ts';
import { openVideo } from '../open-video.ts';

let folder: string;
let fifos = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frame-sources-'));
  // What other tests keep among the system's temporary files at the same time is theirs.
  vi.stubEnv('TMPDIR', folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

function makeFifo(): string {
  const path = join(folder, `fifo-${fifos++}`);
  execFileSync('mkfifo', [path]);
  return path;
}

/** A pipe into which a file is written as soon as somebody reads it. */
function pipeOf(file: string): string {
  const path = makeFifo();
  // A reader that stops early is none of the writer's faults.
  pipeline(createReadStream(file), createWriteStream(path)).catch(() => undefined);
  return path;
}

const kept = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('slowfast-')).length;

describe.skipIf(process.platform === 'win32')('pipes', () => {
  test.each(['h264-b-frames.mp4', 'vp9.webm', 'mpeg4.avi', 'animation.gif'])(
    'gives the frames of %s',
    async (clip) => {
      const before = await kept();
      const video = await openVideo(pipeOf(clipPath(clip)));
      const { rgbMd5 } = truth[clip]!;
      expect(video.info.frameCount).toBe(rgbMd5.length);
      const frames = await collect(video, { indices: [1, 5, 11] });
      expect(frames.map(digest)).toEqual([1, 5, 11].map((index) => rgbMd5[index]));
      await video.dispose();
      expect(await kept()).toBe(before);
    },
  );

  test('says of an empty pipe, of text without an end, and of a device what it found', async () => {
    await expect(openVideo(pipeOf(clipPath('empty.mp4')))).rejects.toMatchObject({
      facts: { found: 'a pipe that ended without a byte' },
    });
    const endless = makeFifo();
    const writer = spawn('sh', ['-c', `exec yes > '${endless}'`]);
    const ended = new Promise((resolve) => writer.once('close', resolve));
    await expect(openVideo(endless)).rejects.toMatchObject({ facts: { found: 'text in a pipe' } });
    await ended;
    await expect(openVideo('/dev/null')).rejects.toMatchObject({
      facts: { found: 'a terminal or another device' },
    });
  });

  test('stops when its signal is aborted: before there is a writer, and while one is silent', async () => {
    const before = await kept();
    const reason = new Error('enough');
    const waiting = new AbortController();
    const opening = openVideo(makeFifo(), { signal: waiting.signal });
    setTimeout(() => waiting.abort(reason), 50);
    await expect(opening).rejects.toBe(reason);

    const silent = makeFifo();
    const writer = createWriteStream(silent);
    const reading = new AbortController();
    const broken = openVideo(silent, { signal: reading.signal });
    writer.write(await readFile(clipPath('h264.mov')), () => setTimeout(() => reading.abort(reason), 50));
    await expect(broken).rejects.toBe(reason);
    writer.on('error', () => undefined).destroy();
    expect(await kept()).toBe(before);
  });

  const source = new URL('../../node.ts', import.meta.url).href;
  const program = `
    const { openVideo } = await import(${JSON.stringify(source)});
    await using video = await openVideo(process.argv[1]);
    console.log(video.info.container, video.info.frameCount);`;
  const child = ['--input-type=module', '-e', program];

  test.each(['-', '/dev/stdin'])('reads standard input as %s, be it a pipe or a socket', async (place) => {
    const clip = clipPath('h264.mov');
    const shell = `cat '${clip}' | "$0" "$@"`;
    const piped = spawn('sh', ['-c', shell, process.execPath, ...child, place], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    expect(await text(piped.stdout)).toBe('mov 12\n');
    // Node gives its children sockets.
    const node = spawn(process.execPath, [...child, place], { stdio: ['pipe', 'pipe', 'inherit'] });
    createReadStream(clip).pipe(node.stdin);
    expect(await text(node.stdout)).toBe('mov 12\n');
  });
});
