import { availableParallelism } from 'node:os';
import type { CodecContext, Frame } from 'node-av/lib';
import { followDamage } from '../../damage-follower.ts';
import type { CodedPacket, DecodedPicture, StreamConfig } from '../../frame-decoder.ts';
import { createJudgedPictures } from '../judged-pictures.ts';
import type { NodeAv } from './load-node-av.ts';
import { pictureOf } from './picture.ts';

/** Decodes in this process. Packets are pulled one at a time, so nothing piles up. */
export async function* decodeRuns(
  av: NodeAv,
  config: StreamConfig,
  packets: AsyncIterable<CodedPacket>,
  wanted: ReadonlySet<number>,
  signal: AbortSignal,
): AsyncGenerator<DecodedPicture, void> {
  const { lib } = av;
  const context = await openDecoder(av, config);
  if (!context) return;
  const packet = new lib.Packet();
  const frame = new lib.Frame();
  packet.alloc();
  frame.alloc();
  const damage = followDamage(config, wanted);
  const judged = createJudgedPictures<Frame>(
    damage,
    (kept) => pictureOf(av, kept, config.color),
    (kept) => kept.free(),
  );
  let isRunning = false;
  try {
    for await (const coded of packets) {
      signal.throwIfAborted();
      if (coded.startsRun && isRunning) {
        await context.sendPacket(null);
        yield* receive();
        damage.flushed();
        yield* judged.release();
        context.flushBuffers();
      }
      const { buffer, byteOffset, byteLength } = coded.data;
      packet.data = Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
      packet.pts = BigInt(coded.order);
      packet.dts = av.constants.AV_NOPTS_VALUE;
      packet.isKeyframe = coded.isKey;
      // A packet that the decoder refuses is damaged: its picture is left out.
      damage.sent(coded);
      await context.sendPacket(packet);
      isRunning = true;
      packet.unref();
      yield* receive();
    }
    signal.throwIfAborted();
    await context.sendPacket(null);
    yield* receive();
    damage.flushed();
    yield* judged.release();
  } finally {
    judged.free();
    frame.free();
    packet.free();
    context.freeContext();
  }

  async function* receive(): AsyncGenerator<DecodedPicture, void> {
    for (let failures = 0; failures < 100; failures++) {
      const status = await context!.receiveFrame(frame);
      if (status < 0) {
        if (status === av.constants.AVERROR_EOF || status === av.constants.AVERROR_EAGAIN) return;
        // Other failures belong to one damaged picture; the next call goes on behind it.
        continue;
      }
      signal.throwIfAborted();
      const order = Number(frame.pts);
      const isCorrupt = frame.hasFlags(av.constants.AV_FRAME_FLAG_CORRUPT);
      damage.came(order, isCorrupt || frame.decodeErrorFlags !== 0);
      if (wanted.has(order)) judged.add(order, frame.clone()!);
      frame.unref();
      yield* judged.release();
      failures = 0;
    }
  }
}

/** Whether this build of FFmpeg has a decoder for the codec. */
export function decoderOf({ lib, constants }: NodeAv, codec: StreamConfig['codec']) {
  const ids = {
    h264: constants.AV_CODEC_ID_H264,
    hevc: constants.AV_CODEC_ID_HEVC,
    vp8: constants.AV_CODEC_ID_VP8,
    vp9: constants.AV_CODEC_ID_VP9,
    av1: constants.AV_CODEC_ID_AV1,
    prores: constants.AV_CODEC_ID_PRORES,
  };
  return lib.Codec.findDecoder(ids[codec]);
}

/** `undefined` when the stream's parameters are too damaged to begin with. */
async function openDecoder(av: NodeAv, config: StreamConfig): Promise<CodecContext | undefined> {
  const codec = decoderOf(av, config.codec);
  const context = new av.lib.CodecContext();
  context.allocContext3(codec);
  if (config.description) context.extraData = Buffer.from(config.description);
  if (config.codec === 'prores') context.codecTag = config.codecString;
  context.width = config.codedWidth;
  context.height = config.codedHeight;
  context.threadCount = Math.min(4, availableParallelism());
  if ((await context.open2(codec, null)) >= 0) return context;
  context.freeContext();
  return undefined;
}
