import type { FrameSource } from '@slowfast/spec';
import { openVideo } from '../browser/open-video.ts';
import { clipBytes, truth } from './clips.ts';

/** Opens a clip as a page does: as a file that was chosen. */
export async function openClip(clip: string): Promise<FrameSource> {
  return openVideo(await clipFile(clip));
}

/** A clip as a file that was chosen. */
export async function clipFile(clip: string): Promise<File> {
  return new File([await clipBytes(clip)], clip);
}

async function claims(codec: string): Promise<boolean> {
  return (await VideoDecoder.isConfigSupported({ codec })).supported === true;
}

/** Containers without an index, as they are called in messages. */
const unindexed: Readonly<Record<string, string>> = {
  avi: 'an AVI file',
  flv: 'an FLV file',
  mpg: 'an MPEG program stream',
  vob: 'an MPEG program stream',
  wmv: 'an ASF or WMV file',
};

/** Codecs that no browser decodes, or not this one; the others are asked of the browser, not of what is tested. */
const missing: Readonly<Record<string, string>> = {
  mpeg4: 'mpeg4 in an MP4 file',
  mpeg2video: 'mpeg2video in an MPEG transport stream',
  prores: 'prores',
  ...((await claims('avc1.64000b')) ? {} : { h264: 'h264' }),
  ...((await claims('hev1.1.6.L30.90')) ? {} : { hevc: 'hevc' }),
};

/** What this browser can't decode of each clip: `prores has no decoder here`. */
export const refusals: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(truth).flatMap(([clip, { codec = '' }]) => {
    const found = unindexed[clip.split('.').at(-1)!] ?? missing[codec];
    return found === undefined || clip === 'audio-only.wav' ? [] : [[clip, `${found} has no decoder here`]];
  }),
);
