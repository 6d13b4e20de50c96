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
  avif: 'an animated AVIF image',
  flv: 'an FLV file',
  mpg: 'an MPEG program stream',
  vob: 'an MPEG program stream',
  ogv: 'an Ogg file',
  wmv: 'an ASF or WMV file',
};

/** Codecs that the index doesn't know, and the containers that it does, as they are called in messages. */
const unknownCodecs: Readonly<Record<string, string>> = {
  mpeg4: 'mpeg4',
  mpeg2video: 'mpeg2video',
  mjpeg: 'mjpeg',
  ffv1: 'V_MS/VFW/FOURCC',
};
const containers: Readonly<Record<string, string>> = {
  mp4: 'an MP4 file',
  mov: 'an MP4 file',
  mkv: 'a Matroska file',
  m2t: 'an MPEG transport stream',
};

/** Codecs that no browser decodes, or not this one; the others are asked of the browser, not of what is tested. */
const missing: Readonly<Record<string, string>> = {
  prores: 'prores',
  ...((await claims('avc1.64000b')) ? {} : { h264: 'h264' }),
  ...((await claims('hev1.1.6.L30.90')) ? {} : { hevc: 'hevc' }),
};

/** What this browser can't decode of each clip: `prores has no decoder here`. */
export const refusals: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(truth).flatMap(([clip, { codec = '' }]) => {
    const ending = clip.split('.').at(-1)!;
    const unknown = unknownCodecs[codec] ? `${unknownCodecs[codec]} in ${containers[ending]}` : undefined;
    const found = unindexed[ending] ?? unknown ?? missing[codec];
    return found === undefined || ['audio-only.wav', 'jpeg-named.mp4'].includes(clip)
      ? []
      : [[clip, `${found} has no decoder here`]];
  }),
);
