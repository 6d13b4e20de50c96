import type { StreamConfig } from '../../frame-decoder.ts';

/** One grey picture of 64 x 64, whole in one packet without a configuration record. */
export interface SamplePacket {
  readonly codecString: string;
  /** Base64. */
  readonly data: string;
}

/**
 * A picture for each codec that browsers may decode. A browser that can't decode one of these lacks the codec, whatever it
 * says. Made by ffmpeg from `color=gray:s=64x64`.
 */
export const samplePackets: Readonly<Partial<Record<StreamConfig['codec'], SamplePacket>>> = {
  h264: {
    codecString: 'avc1.42c00a',
    data: 'AAAAAWdCwArZBCbARAAAAwAEAAADAMg8SJkgAAAAAWjLg8sgAAABZYiECvJigAF5OTk6666666666668',
  },
  hevc: {
    codecString: 'hev1.1.6.L30.90',
    data: 'AAAAAUABDAH//wFgAAADAJAAAAMAAAMAHpWYCQAAAAFCAQEBYAAAAwCQAAADAAADAB6gIIEFllZpJMrwFoCAAAADAIAAAAyEAAAAAUQBwXK0IkAAAAEoAa8dgPcBW9a+zPA=',
  },
  vp8: { codecString: 'vp8', data: '8AIAnQEqQABAAABHCIWFiIWEiAICAAZwSdlvVBakJeIA/mgA' },
  vp9: { codecString: 'vp09.00.10.08', data: 'gkmDQgAD8AP2ADgkHBhKAAAwYAAAE7gYAAAA' },
  av1: { codecString: 'av01.0.00M.08', data: 'EgAKCgAAAAKv/5//MAgyCxAAwAAAAoAAAAms' },
};
