import type { CodedPacket } from '../../frame-decoder.ts';

/** Packets that wait in the decoder at most: enough to keep it busy while a picture is used. */
const mostQueued = 8;

/** One `VideoDecoder` and the wanted pictures that it has given out. Who takes a picture closes it. */
export class DecoderSession {
  readonly #decoder: VideoDecoder;
  readonly #held: VideoFrame[] = [];
  #failure: DOMException | undefined;
  #hasChanged = false;
  #wake: (() => void) | undefined;

  /** @param isWanted all other pictures are closed at once. */
  constructor(config: VideoDecoderConfig, isWanted: (order: number) => boolean) {
    this.#decoder = new VideoDecoder({
      output: (frame) => {
        if (isWanted(frame.timestamp)) this.#held.push(frame);
        else frame.close();
        this.wake();
      },
      error: (failure) => this.#fail(failure),
    });
    this.#decoder.addEventListener('dequeue', () => this.wake());
    this.#attempt(() => this.#decoder.configure(config));
  }

  /** Why the decoder has ended; it takes no more packets. */
  get failure(): DOMException | undefined {
    return this.#failure;
  }

  /** Whether it takes a packet now. A decoder that has ended takes all, and does nothing with them. */
  get hasRoom(): boolean {
    return this.#failure !== undefined || this.#decoder.decodeQueueSize < mostQueued;
  }

  /** The next wanted picture. */
  take(): VideoFrame | undefined {
    return this.#held.shift();
  }

  /** Hands over a packet; the decoder copies it. */
  decode({ order, data, isKey, startsRun }: CodedPacket): void {
    const type = isKey || startsRun ? 'key' : 'delta';
    this.#attempt(() =>
      this.#decoder.decode(
        new EncodedVideoChunk({ type, timestamp: order, data: data as Uint8Array<ArrayBuffer> }),
      ),
    );
  }

  /** Resolves when all pictures are out, or none will come any more. */
  async flush(): Promise<void> {
    try {
      if (!this.#failure) await this.#decoder.flush();
    } catch (failure) {
      this.#fail(failure as DOMException);
    }
    this.wake();
  }

  /** Resolves when something has changed since the last call: a picture, room, a failure, a call of {@link wake}. */
  async change(): Promise<void> {
    if (!this.#hasChanged) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#hasChanged = false;
  }

  /** Ends a wait for a change. */
  wake(): void {
    this.#hasChanged = true;
    this.#wake?.();
    this.#wake = undefined;
  }

  /** Closes the decoder and the pictures that nobody took. */
  dispose(): void {
    if (this.#decoder.state !== 'closed') this.#decoder.close();
    for (const frame of this.#held.splice(0)) frame.close();
  }

  #attempt(step: () => void): void {
    if (this.#failure) return;
    try {
      step();
    } catch (failure) {
      this.#fail(failure as DOMException);
    }
  }

  #fail(failure: DOMException): void {
    this.#failure ??= failure;
    this.wake();
  }
}
