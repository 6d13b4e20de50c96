import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explicitFrames, uniformFrames } from '@slowfast/frame-samplers';
import type { RgbImage } from '@slowfast/images';
import { Command, InvalidArgumentError } from 'commander';
import { encode } from 'fast-png';
import {
  type Frame,
  type FrameSampler,
  type FrameTransform,
  InvalidSettingError,
  leftOutNotices,
  OutputFailedError,
} from 'slowfast-llava';
import { addOutputFlags, type OutputFlags } from '../flags/output-flags.ts';
import { timeForms, timeList } from '../flags/time.ts';
import { positiveWholeNumber, wholeNumberList } from '../flags/values.ts';
import { FrameSheet } from '../frame-sheet.ts';
import { findClips } from '../inputs/find-clips.ts';
import { CommandOutput } from '../output/command-output.ts';
import { Pace } from '../output/pace.ts';
import { videoFacts } from '../output/video-facts.ts';

interface FramesFlags extends OutputFlags {
  readonly frames?: number;
  readonly at?: readonly number[];
  readonly indices?: readonly number[];
  readonly out?: string;
  readonly size?: number;
  readonly sheet?: string;
}

/** Frames when no flag says which. */
const DEFAULT_FRAMES = 8;

const examples = `
Examples:
  slowfast frames clip.mp4 --out frames
  slowfast frames clip.mp4 --at 0.5,1.5 --out frames --sheet sheet.png
  slowfast frames clip.mp4 --indices 0,7,30 --out frames --size 336`;

/** `slowfast frames`: writes exact frames of a video as PNG files, named by index. */
export function framesCommand(signal: AbortSignal): Command {
  const command = new Command('frames')
    .summary('write exact frames as PNG files')
    .description('Write exact frames of a video as PNG files, named by index.')
    .argument(
      '<video>',
      'a video file, a GIF, a picture, a folder of pictures, an address, or - for standard input',
    )
    .option(
      '--frames <number>',
      `that many frames, spread evenly (default: ${DEFAULT_FRAMES})`,
      positiveWholeNumber,
    )
    .option('--at <times>', `the frames shown at these times, between commas: ${timeForms}`, timeList)
    .option(
      '--indices <numbers>',
      'the frames with these indices, between commas; the first is 0',
      wholeNumberList,
    )
    .option('--out <folder>', 'write the frames to this folder, which is made if it is not there')
    .option(
      '--size <pixels>',
      'squash each frame to a square of this size (default: its own size)',
      positiveWholeNumber,
    )
    .option('--sheet <file>', 'also draw all frames with their times into this one PNG file');
  return addOutputFlags(command)
    .addHelpText('after', examples)
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
  await using clips = await findClips([place]);
  const [clip] = clips.all;
  using output = new CommandOutput(flags);
  const source = await output.during(`opening ${clip!.name}`, () => clip!.open(signal));
  for (const { message } of leftOutNotices(source.info)) output.note(message);
  const selection = sampler.select(source.info);
  const wanted = new Set('indices' in selection ? selection.indices : selection.timestampsSeconds).size;
  const sheet = flags.sheet === undefined ? undefined : new FrameSheet(source.info);
  const written = new Map<number, WrittenFrame>();
  const pace = new Pace();
  await output.during(
    () => `writing frames: ${written.size} of ${wanted}${pace.remark}`,
    async () => {
      for await (const frame of source.frames(selection, { signal, transform })) {
        if (written.has(frame.index)) continue;
        sheet?.add(frame);
        const { index, timestampSeconds, status } = frame;
        const file = flags.out === undefined ? {} : { file: await writeFrame(flags.out, frame) };
        written.set(index, { index, timestampSeconds, status, ...file });
        pace.reach(written.size, wanted);
        output.update();
      }
      if (sheet && flags.sheet !== undefined) await writePng(flags.sheet, sheet.draw());
    },
  );
  const list = [...written.values()];
  if (flags.json) {
    const drawn = flags.sheet === undefined ? {} : { sheet: flags.sheet };
    const line = { video: clip!.video, info: videoFacts(source.info), frames: list, ...drawn };
    output.result(`${JSON.stringify(line)}\n`);
    return;
  }
  for (const { index, timestampSeconds, status, file } of list) {
    const remark = remarks[status];
    output.result(`${file ?? `frame ${index}`}  ${timestampSeconds.toFixed(3)} s${remark}\n`);
  }
  if (flags.sheet !== undefined) output.result(`${flags.sheet}\n`);
}

const remarks: Readonly<Record<Frame['status'], string>> = {
  exact: '',
  repaired: '  (damaged: the decoder filled in what is missing)',
  substituted: '  (damaged: nearest picture)',
};

/** A frame of the result. */
interface WrittenFrame {
  readonly index: number;
  readonly timestampSeconds: number;
  readonly status: Frame['status'];
  readonly file?: string;
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
  if (size > 8192) {
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
