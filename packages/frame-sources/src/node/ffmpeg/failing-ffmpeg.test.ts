import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clipPath } from '../../testing/clip-path.ts';
import { collect } from '../../testing/clips.ts';
import { openVideo } from '../open-video.ts';
import { ffmpegDecoder } from './ffmpeg-decoder.ts';
import { probeFfmpeg } from './probe-ffmpeg.ts';

const { refusal } = await probeFfmpeg('ffmpeg');
const reason = process.platform === 'win32' ? 'its programs are shell scripts' : refusal;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'frame-sources-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A program that does what a real ffmpeg does, but for some arguments. */
async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\nexec ffmpeg "$@"\n`);
  await chmod(path, 0o755);
  return path;
}

const denied = 'echo "Permission denied" >&2; exit 1';
const open = (command: string, clip: string) =>
  openVideo(clipPath(clip), { decoders: [ffmpegDecoder({ command })] });

describe.skipIf(reason !== undefined)(`an ffmpeg that fails${reason ? `: skipped, ${reason}` : ''}`, () => {
  test('that tells its version and decodes nothing is no decoder, and is quoted', async () => {
    const command = await program('denied', `case "$*" in *-version*|*-decoders*) ;; *) ${denied};; esac`);
    for (const clip of ['h264.mov', 'mpeg4.avi']) {
      await expect(open(command, clip)).rejects.toMatchObject({
        code: 'decoder-unavailable',
        facts: {
          tried: [expect.stringMatching(/denied \S+ decodes no picture: exit code 1, Permission denied$/)],
        },
      });
    }
  });

  test('on files alone still decodes what is piped to it; of a file it is told that ffmpeg failed', async () => {
    const command = await program('confined', `case "$*" in *file:*) ${denied};; esac`);
    await using video = await open(command, 'h264.mov');
    expect((await collect(video, { indices: [3] }))[0]!.status).toBe('exact');
    await expect(open(command, 'mpeg4.avi')).rejects.toMatchObject({
      code: 'decoder-failed',
      facts: { decoder: command, ended: 'exit code 1', said: 'Permission denied' },
    });
  });

  test('while it decodes is told, and is not taken for damage', async () => {
    const command = await program('refuses-later', `case "$*" in *file:*rawvideo*) ${denied};; esac`);
    await using video = await open(command, 'mpeg4.avi');
    await expect(collect(video, { indices: [0, 1, 2] })).rejects.toMatchObject({
      code: 'decoder-failed',
      message: expect.stringContaining('failed (exit code 1) and said: Permission denied'),
    });
  });

  test.each(['framecrc', 'hide_banner -i file:'])('by a signal is told: %s', async (when) => {
    const command = await program('crashes', `case "$*" in *"${when}"*) kill -SEGV $$;; esac`);
    await expect(open(command, 'mpeg4.avi')).rejects.toMatchObject({
      code: 'decoder-failed',
      facts: { ended: 'signal SIGSEGV' },
    });
  });

  test('to start says why', async () => {
    const library = 'error while loading shared libraries: libavdevice.so.59';
    const command = await program('incomplete', `echo "${library}" >&2; exit 127`);
    await expect(open(command, 'h264.mov')).rejects.toMatchObject({
      facts: { tried: [`${command} does not start: exit code 127, ${library}`] },
    });
    await chmod(command, 0o644);
    const other = join(folder, 'no-program');
    await writeFile(other, '');
    await expect(open(other, 'h264.mov')).rejects.toMatchObject({
      facts: { tried: [expect.stringMatching(/does not start: .*EACCES/)] },
    });
  });

  test('because a file is damaged says so of the file, whatever ffmpeg says', async () => {
    // Of these ffmpeg says "Operation not permitted", "End of file" and "Invalid data".
    for (const [clip, bytes] of [
      ['wmv2.wmv', 300],
      ['mpeg4.avi', 400],
      ['h264.flv', 20],
    ] as const) {
      const path = join(folder, clip);
      await writeFile(path, (await readFile(clipPath(clip))).subarray(0, bytes));
      await expect(openVideo(path, { decoders: [ffmpegDecoder()] })).rejects.toMatchObject({
        code: 'video-unreadable',
      });
    }
  });

  test('is found out by those who describe the decoders', async () => {
    await program('ffmpeg', `case "$*" in *-version*|*-decoders*) ;; *) ${denied};; esac`);
    const paths = (process.env.PATH ?? '').split(delimiter);
    const real = execFileSync('sh', ['-c', 'command -v ffmpeg'], { encoding: 'utf8' }).trim();
    await writeFile(
      join(folder, 'ffmpeg'),
      (await readFile(join(folder, 'ffmpeg'), 'utf8')).replace('exec ffmpeg', `exec '${real}'`),
    );
    const source = new URL('../../node.ts', import.meta.url).href;
    const script = `console.log(JSON.stringify(await (await import(${JSON.stringify(source)})).describeDecoders()))`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: { ...process.env, PATH: [folder, ...paths].join(delimiter) },
    });
    expect(JSON.parse(output)[1]).toMatchObject({
      name: 'ffmpeg',
      works: false,
      reason: expect.stringContaining('decodes no picture: exit code 1, Permission denied'),
    });
  });
});
