import type { InputVideoTrack } from 'mediabunny';

/** Names of codecs by the beginnings of what containers call them. */
const names: readonly (readonly [beginning: string, name: string])[] = [
  ['mp4v', 'mpeg4'],
  ['V_MPEG4', 'mpeg4'],
  ['V_MPEG2', 'mpeg2video'],
  ['V_MPEG1', 'mpeg1video'],
  ['V_THEORA', 'theora'],
  ['V_MJPEG', 'mjpeg'],
  ['jpeg', 'mjpeg'],
  ['mjp', 'mjpeg'],
  ['s263', 'h263'],
  ['h263', 'h263'],
  ['SVQ', 'svq3'],
  ['WVC1', 'vc1'],
  ['vc-1', 'vc1'],
];

/** Names the codec of a track that the index doesn't know; `undefined` when the index does know it. */
export async function unknownCodec(track: InputVideoTrack): Promise<string | undefined> {
  if ((await track.getCodec()) !== null) return undefined;
  const id = await track.getInternalCodecId();
  if (typeof id !== 'string') return undefined;
  return names.find(([beginning]) => id.startsWith(beginning))?.[1] ?? id;
}
