import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { probeFfmpeg } from '../node/ffmpeg/probe-ffmpeg.ts';

/** An ffmpeg to test with. */
export interface TestedFfmpeg {
  /** For titles: `ffmpeg`, `ffmpeg 7.0.2`. */
  readonly name: string;
  readonly command: string;
  /** Why it can't be tested with; such tests are skipped, with the reason. */
  readonly refusal?: string | undefined;
  /** Clips that it can't read, and why. */
  readonly refusals: Readonly<Record<string, string>>;
}

const crashes = 'this build, which is linked statically, crashes while it opens the file';

/** Versions that `tools/fetch-ffmpegs.mjs` fetches. */
const fetched = ['7.0.2', '9.0.2'];

/** The machine's own ffmpeg, and those of other versions that were fetched. */
export const ffmpegs: readonly TestedFfmpeg[] = [await own(), ...(await Promise.all(fetched.map(other)))];

async function own(): Promise<TestedFfmpeg> {
  const { refusal } = await probeFfmpeg('ffmpeg');
  return { name: 'ffmpeg', command: 'ffmpeg', refusals: {}, refusal };
}

async function other(version: string): Promise<TestedFfmpeg> {
  const command = fileURLToPath(new URL(`../../../../.ffmpeg/${version}/ffmpeg`, import.meta.url));
  const refusal = existsSync(command)
    ? (await probeFfmpeg(command)).refusal
    : "'node tools/fetch-ffmpegs.mjs' has not fetched it";
  const refusals: TestedFfmpeg['refusals'] = version === '7.0.2' ? { 'mpeg2.m2t': crashes } : {};
  return { name: `ffmpeg ${version}`, command, refusals, refusal };
}
