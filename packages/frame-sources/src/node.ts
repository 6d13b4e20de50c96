export type { DecoderDescription } from './decoder-description.ts';
export { describeDecoders, nodeDecoders } from './node/decoders.ts';
export { type FfmpegDecoderOptions, ffmpegDecoder } from './node/ffmpeg/ffmpeg-decoder.ts';
export { type FindVideoOptions, findVideo } from './node/find-video.ts';
export { nodeAvDecoder } from './node/node-av/node-av-decoder.ts';
export { type OpenVideoOptions, openVideo } from './node/open-video.ts';
