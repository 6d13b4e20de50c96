import { startFfmpeg } from './ffmpeg-process.ts';

/** What a machine's ffmpeg can do. */
export interface FfmpegProbe {
  /** Why it can't be used; absent when it can. */
  readonly refusal?: string;
  /** As it says itself, e.g. `5.1.9-0+deb12u1`. */
  readonly version?: string;
  /** Names of its decoders, and of the codecs that they decode. */
  readonly codecs: ReadonlySet<string>;
}

const oldest = [5, 1] as const;
const probes = new Map<string, Promise<FfmpegProbe>>();

/** Asks ffmpeg for its version and decoders, once per process and command. */
export function probeFfmpeg(command: string): Promise<FfmpegProbe> {
  let probe = probes.get(command);
  if (!probe) {
    probe = ask(command);
    probes.set(command, probe);
  }
  return probe;
}

async function ask(command: string): Promise<FfmpegProbe> {
  const versionText = await outputOf(command, ['-version']);
  const version = /^ffmpeg version (\S+)/.exec(versionText)?.[1];
  if (version === undefined) return { refusal: `${command} is not on the PATH`, codecs: new Set() };
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
  for (const line of (await outputOf(command, ['-hide_banner', '-decoders'])).split('\n')) {
    const [, name, codec] = /^ V\S* (\S+) .*?(?:\(codec (\w+)\))?$/.exec(line) ?? [];
    if (name) codecs.add(codec ?? name);
  }
  return { version, codecs };
}

async function outputOf(command: string, args: readonly string[]): Promise<string> {
  const process = startFfmpeg(command, args, new AbortController().signal);
  process.endInput();
  let text = '';
  for await (const chunk of process.output.setEncoding('utf8')) text += chunk;
  await process.stop();
  return text;
}
