import { yuvToRgb } from '@slowfast/images';
import { DecoderFailedError } from '@slowfast/spec';
import type { CodedPacket, FrameDecoder, StreamConfig } from '../frame-decoder.ts';

const size = 16;
const config: StreamConfig = {
  codec: 'vp8',
  codecString: 'vp8',
  codedWidth: size,
  codedHeight: size,
  color: {},
};
const color = [31, 94, 191] as const;

/** One picture of a single colour in VP8, which every build of FFmpeg decodes itself. */
const packet: CodedPacket = {
  order: 3,
  data: Uint8Array.from(
    atob('sAIAnQEqEAAQAABHCIWFiIWEiAICAnWqA/gCDP3EAP778G//2Gf9hn/YZ//YZ//3+q9/Ve/qv9oQ'),
    (character) => character.charCodeAt(0),
  ),
  isKey: true,
  startsRun: 'clean',
};

/** Decodes a picture that is known: why a decoder doesn't work, whatever it says of itself; `undefined` when it does. */
export async function whyNoPicture(decodeRuns: FrameDecoder['decodeRuns']): Promise<string | undefined> {
  const signal = new AbortController().signal;
  async function* packets() {
    yield packet;
  }
  try {
    for await (const { order, image } of decodeRuns(config, packets(), new Set([packet.order]), signal)) {
      const rgb = 'planes' in image ? yuvToRgb(image) : image;
      const isRight = rgb.data.every((value, at) => value === color[at % 3]);
      if (order === packet.order && rgb.width === size && rgb.height === size && isRight) return undefined;
      return `decodes a known picture wrongly, to ${rgb.width}x${rgb.height} of ${rgb.data.slice(0, 3)}`;
    }
    return 'gives no picture where there is one';
  } catch (error) {
    if (!(error instanceof DecoderFailedError)) return `decodes no picture: ${error}`;
    const { ended, said } = error.facts;
    return `decodes no picture: ${[ended, said].filter((part) => part !== '').join(', ')}`;
  }
}
