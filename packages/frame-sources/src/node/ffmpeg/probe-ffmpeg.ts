import type { DecoderFailedError } from '@slowfast/spec';
import { whyNoPicture } from '../known-picture.ts';
import { decodeRuns } from './decode-runs.ts';
import { startFfmpeg } from './ffmpeg-process.ts';

/** What a machine's ffmpeg can do. */
export interface FfmpegProbe {
  /** Why it can't be used; absent when it can. */
  readonly refusal?: string | undefined;
  /** As it says itself, e.g. `5.1.9-0+deb12u1`. */
  readonly version?: string | undefined;
  /** Names of its decoders, and of the codecs that they decode. */
  readonly codecs: ReadonlySet<string>;
}

const oldest = [5, 1] as const;
const probes = new Map<string, Promise<FfmpegProbe>>();

/** Asks ffmpeg for its version and decoders and has it decode a picture, once per process and command. */
export function probeFfmpeg(command: string): Promise<FfmpegProbe> {
  let probe = probes.get(command);
  if (!probe) {
    probe = ask(command);
    probes.set(command, probe);
  }
  return probe;
}

async function ask(command: string): Promise<FfmpegProbe> {
  const { text, failure } = await outputOf(command, ['-version']);
  const version = /^ffmpeg version (\S+)/.exec(text)?.[1];
  if (failure || version === undefined) return { refusal: refusalOf(command, failure), codecs: new Set() };
  const [major, minor] = version.split('.').map((part) => Number.parseInt(part, 10));
  // Builds from the repository have no number (N-…): they are taken for new.
  const isOld = major! < oldest[0] || (major === oldest[0] && minor! < oldest[1]);
  if (isOld) {
    return {
      version,
      refusal: `${command} ${version} is older than ${oldest.join('.')}`,
      codecs: new Set(),
    };
  }
  const codecs = new Set<string>();
  const decoders = await outputOf(command, ['-hide_banner', '-decoders']);
  for (const line of decoders.text.split('\n')) {
    const [, name, codec] = /^ V\S* (\S+) .*?(?:\(codec (\w+)\))?$/.exec(line) ?? [];
    if (name) codecs.add(codec ?? name);
  }
  const whyNot = codecs.has('vp8')
    ? await whyNoPicture((...given) => decodeRuns(command, ...given))
    : undefined;
  return { version, codecs, refusal: whyNot === undefined ? undefined : `${command} ${version} ${whyNot}` };
}

function refusalOf(command: string, failure: DecoderFailedError | undefined): string {
  if (failure?.facts.ended.includes('ENOENT')) return `${command} is not on the PATH`;
  if (!failure) return `${command} does not tell its version`;
  const { ended, said } = failure.facts;
  return `${command} does not start: ${[ended, said].filter((part) => part !== '').join(', ')}`;
}

async function outputOf(
  command: string,
  args: readonly string[],
): Promise<{ readonly text: string; readonly failure: DecoderFailedError | undefined }> {
  const process = startFfmpeg(command, args, new AbortController().signal);
  process.endInput();
  let text = '';
  for await (const chunk of process.output.setEncoding('utf8')) text += chunk;
  const failure = await process.failure();
  await process.stop();
  return { text, failure };
}
