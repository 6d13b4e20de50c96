export { type FindVideoOptions, findVideo } from './browser/find-video.ts';
export { type OpenVideoOptions, openVideo } from './browser/open-video.ts';
export { describeDecoders } from './browser/web-codecs/describe-decoders.ts';
export { webCodecsDecoder } from './browser/web-codecs/web-codecs-decoder.ts';
export type { DecoderDescription } from './decoder-description.ts';
