import { DecoderUnavailableError } from '@slowfast/spec';
import type { StreamColors } from '../../bitstream/color-codes.ts';
import { hasWholeUnits, nalLengthBytes } from '../../bitstream/nal-units.ts';
import { createPacketInspector } from '../../bitstream/packet-inspector.ts';
import { followColors } from '../../bitstream/stream-colors.ts';
import type { CodedPacket, DecodedPicture, StreamConfig } from '../../frame-decoder.ts';
import { browserRemedy } from '../remedy.ts';
import { DecoderSession } from './decoder-session.ts';
import { browserColors } from './picture-colors.ts';
import { createPictureCopier } from './picture-copier.ts';

/**
 * Decodes through WebCodecs. Packets are taken while the decoder has room and no picture waits to be used. A damaged packet
 * ends the decoder: a new one goes on at the next key packet.
 *
 * @throws DecoderUnavailableError when the browser turns out to lack the codec, or takes the decoder away.
 */
export async function* decodeRuns(
  stream: StreamConfig,
  config: VideoDecoderConfig,
  packets: AsyncIterable<CodedPacket>,
  wanted: ReadonlySet<number>,
  signal: AbortSignal,
): AsyncGenerator<DecodedPicture, void> {
  const colors = followColors(stream);
  const isH26x = stream.codec === 'h264' || stream.codec === 'hevc';
  const lengthBytes = isH26x ? nalLengthBytes(stream.codec, stream.description) : 0;
  const inspector = createPacketInspector(stream);
  const colorsOfOrder = new Map<number, StreamColors>();
  const copier = createPictureCopier(stream.color);
  let session: DecoderSession | undefined;
  const onAbort = () => session?.wake();
  signal.addEventListener('abort', onAbort);
  try {
    for await (const packet of packets) {
      signal.throwIfAborted();
      const tags = colors.follow(packet.data);
      const isDamaged = !hasWholeUnits(packet.data, lengthBytes);
      if (session) {
        // All of a group is out before the next one begins, so that damage in one takes nothing from the other. What lies before
        // a packet that is visibly damaged is out too: it would be lost together with the decoder.
        const isBoundary =
          isDamaged || packet.startsRun || (packet.isKey && inspector.isCleanStart(packet.data));
        yield* isBoundary ? rest(session) : room(session);
        if (isDamaged || session.failure) session = ended(session);
      }
      if (!session) {
        if (isDamaged || !(packet.isKey || packet.startsRun)) continue;
        // Behind damage, what is shown before the key packet refers to pictures that are lost.
        const first = packet.startsRun ? Number.NEGATIVE_INFINITY : packet.order;
        const colored = { ...config, colorSpace: browserColors(tags, stream.color) };
        session = new DecoderSession(colored, (order) => wanted.has(order) && order >= first);
      }
      if (wanted.has(packet.order)) colorsOfOrder.set(packet.order, tags);
      session.decode(packet);
    }
    if (session) {
      yield* rest(session);
      session = ended(session);
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    session?.dispose();
  }

  /** The pictures that wait to be used. */
  async function* waiting(from: DecoderSession): AsyncGenerator<DecodedPicture, void> {
    for (;;) {
      signal.throwIfAborted();
      const frame = from.take();
      if (!frame) return;
      const order = frame.timestamp;
      const tags = colorsOfOrder.get(order) ?? {};
      colorsOfOrder.delete(order);
      let image: DecodedPicture['image'];
      try {
        image = await copier.copy(frame, tags);
      } catch (cause) {
        throw unavailable(`this browser does not give out its pictures: ${messageOf(cause)}`, cause);
      } finally {
        frame.close();
      }
      yield { order, image };
    }
  }

  /** The pictures that come until the decoder takes another packet. */
  async function* room(from: DecoderSession): AsyncGenerator<DecodedPicture, void> {
    yield* waiting(from);
    while (!from.hasRoom) {
      await from.change();
      yield* waiting(from);
    }
  }

  /** All pictures that are still to come of the packets so far. */
  async function* rest(from: DecoderSession): AsyncGenerator<DecodedPicture, void> {
    let isFlushed = false;
    const flushing = from.flush().then(() => {
      isFlushed = true;
    });
    while (!isFlushed) {
      await from.change();
      yield* waiting(from);
    }
    await flushing;
    yield* waiting(from);
  }

  function ended(last: DecoderSession): undefined {
    last.dispose();
    const reason = last.failure && unavailability(last.failure);
    if (reason) throw unavailable(reason, last.failure);
  }

  function unavailable(reason: string, cause: unknown): DecoderUnavailableError {
    const facts = { codec: stream.codec, tried: [reason], remedy: browserRemedy };
    return new DecoderUnavailableError(facts, { cause });
  }
}

/** Failures that are not the video's: all others are damage. */
function unavailability({ name, message }: DOMException): string | undefined {
  if (name === 'NotSupportedError' || name === 'OperationError') {
    return `this browser claims to decode it and fails: ${message}`;
  }
  if (name === 'QuotaExceededError') return `the browser took its decoder away: ${message}`;
  return undefined;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : `${cause}`;
}
