import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { FrameRenderer } from '@slowfast/shape-world';

/** How a clip is coded. */
export interface ClipFormat {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly frameCount: number;
  readonly codec: 'h264' | 'vp9';
  /** The codec's constant rate factor: larger is smaller and worse. */
  readonly rateFactor: number;
}

const codecArguments = {
  h264: ['-c:v', 'libx264', '-preset', 'slow', '-movflags', '+faststart'],
  vp9: ['-c:v', 'libvpx-vp9', '-b:v', '0', '-row-mt', '0'],
} as const;

/** Draws the middle of every frame's time and codes the frames into a file by the ffmpeg program, which must be installed. */
export async function encodeClip(file: string, draw: FrameRenderer, format: ClipFormat): Promise<void> {
  const { width, height, framesPerSecond, frameCount, codec, rateFactor } = format;
  const process = spawn(
    'ffmpeg',
    [
      ...['-loglevel', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`],
      ...['-r', String(framesPerSecond), '-i', '-', '-an', '-threads', '1'],
      // Said and done alike: what decoders guess about untagged files differs.
      ...[
        '-vf',
        'scale=out_color_matrix=bt709:out_range=tv',
        '-colorspace',
        'bt709',
        '-color_primaries',
        'bt709',
      ],
      ...['-color_trc', 'bt709', '-color_range', 'tv', '-pix_fmt', 'yuv420p'],
      ...codecArguments[codec],
      ...['-crf', String(rateFactor), '-fflags', '+bitexact', '-flags:v', '+bitexact', file],
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const closed = once(process, 'close');
  for (let frame = 0; frame < frameCount; frame += 1) {
    if (!process.stdin.write(draw((frame + 0.5) / frameCount))) await once(process.stdin, 'drain');
  }
  process.stdin.end();
  const [status] = await closed;
  if (status !== 0) throw new Error(`ffmpeg stopped with status ${String(status)} on ${file}.`);
}
