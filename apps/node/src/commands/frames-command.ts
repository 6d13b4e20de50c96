import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explicitFrames, uniformFrames } from '@slowfast/frame-samplers';
import { openVideo } from '@slowfast/frame-sources/node';
import type { RgbImage } from '@slowfast/images';
import { Command, InvalidArgumentError } from 'commander';
import { encode } from 'fast-png';
import {
  type Frame,
  type FrameSampler,
  type FrameTransform,
  InvalidSettingError,
  OutputFailedError,
} from 'slowfast-llava';
import { numberList, wholeNumber, wholeNumberList } from '../flags.ts';
import { FrameSheet } from '../frame-sheet.ts';
import { note } from '../output/note.ts';

interface FramesFlags {
  readonly frames?: number;
  readonly at?: readonly number[];
  readonly indices?: readonly number[];
  readonly out?: string;
  readonly size?: number;
  readonly sheet?: string;
  readonly json?: true;
}

/** Frames when no flag says which. */
const DEFAULT_FRAMES = 8;

/** `slowfast frames`: writes exact frames of a video as PNG files, named by index. */
export function framesCommand(signal: AbortSignal): Command {
  return new Command('frames')
    .description('Write exact frames of a video as PNG files.')
    .argument('<video>', 'a video file, a GIF or a folder of images')
    .option('--frames <number>', `frames, spread evenly (default: ${DEFAULT_FRAMES})`, wholeNumber)
    .option('--at <seconds>', 'the frames shown at these times, between commas', numberList)
    .option('--indices <numbers>', 'the frames with these indices, between commas', wholeNumberList)
    .option('--out <folder>', 'folder for the files; made if it is not there')
    .option(
      '--size <pixels>',
      'squash each frame to a square of this size (default: native size)',
      wholeNumber,
    )
    .option('--sheet <file>', 'also draw all frames with their times in one PNG file')
    .option('--json', 'print one JSON object')
    .action((video: string, flags: FramesFlags) => frames(video, flags, signal));
}

async function frames(place: string, flags: FramesFlags, signal: AbortSignal) {
  const sampler = requestedSampler(flags);
  const transform = requestedTransform(flags);
  if (flags.out === undefined && flags.sheet === undefined) {
    throw new InvalidArgumentError(
      'Found neither --out nor --sheet, expected a folder or a file to write to.',
    );
  }
  await using source = await openVideo(place, { signal });
  const { leftOut = [] } = source.info;
  if (leftOut.length > 0) note(`left out are pictures of kinds that are not read: ${leftOut.join(', ')}`);
  const sheet = flags.sheet === undefined ? undefined : new FrameSheet(source.info);
  const written = new Map<
    number,
    { index: number; timestampSeconds: number; status: string; file?: string }
  >();
  for await (const frame of source.frames(sampler.select(source.info), {
    signal,
    ...(transform && { transform }),
  })) {
    if (written.has(frame.index)) continue;
    sheet?.add(frame);
    const { index, timestampSeconds, status } = frame;
    const file = flags.out === undefined ? {} : { file: await writeFrame(flags.out, frame) };
    written.set(index, { index, timestampSeconds, status, ...file });
  }
  if (sheet && flags.sheet !== undefined) await writePng(flags.sheet, sheet.draw());
  const list = [...written.values()];
  if (flags.json) {
    const { frameTimestampsSeconds: _, ...video } = source.info;
    process.stdout.write(
      `${JSON.stringify({ video, frames: list, ...(flags.sheet !== undefined && { sheet: flags.sheet }) })}\n`,
    );
    return;
  }
  for (const { index, timestampSeconds, status, file } of list) {
    const note = status === 'exact' ? '' : '  (damaged: nearest picture)';
    process.stdout.write(`${file ?? `frame ${index}`}  ${timestampSeconds.toFixed(3)} s${note}\n`);
  }
  if (flags.sheet !== undefined) process.stdout.write(`${flags.sheet}\n`);
}

function requestedSampler(flags: FramesFlags): FrameSampler {
  const ways = [flags.frames, flags.at, flags.indices].filter((way) => way !== undefined);
  if (ways.length > 1) {
    throw new InvalidArgumentError('Found several of --frames, --at and --indices, expected one of them.');
  }
  if (flags.at) return explicitFrames({ timestampsSeconds: flags.at });
  if (flags.indices) return explicitFrames({ indices: flags.indices });
  return uniformFrames({ frames: flags.frames ?? DEFAULT_FRAMES });
}

function requestedTransform({ size }: FramesFlags): FrameTransform | undefined {
  if (size === undefined) return undefined;
  if (size === 0 || size > 8192) {
    throw new InvalidSettingError({ setting: '--size', found: String(size), expected: '1 to 8192 pixels' });
  }
  return { width: size, height: size, fit: 'resize', resample: 'bicubic', padColor: [0, 0, 0] };
}

async function writeFrame(folder: string, frame: Frame): Promise<string> {
  const file = join(folder, `${String(frame.index).padStart(6, '0')}.png`);
  await writePng(file, frame);
  return file;
}

async function writePng(file: string, { width, height, data }: RgbImage): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, encode({ width, height, data, channels: 3, depth: 8 }));
  } catch (error) {
    throw new OutputFailedError({ place: file, reason: (error as Error).message }, { cause: error });
  }
}
