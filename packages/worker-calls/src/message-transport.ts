/** What is moved to the other end rather than copied: buffers, streams, ports; `Transferable` in the types of pages. */
export type Moved = object;

/** One end of a channel that carries structured-cloneable messages: a worker, its parent, or a message port. */
export interface MessageTransport {
  /** Sends a message; buffers in `transfer` are moved, not copied. */
  post(message: unknown, transfer?: readonly Moved[]): void;
  /** Registers the one receiver of messages. */
  onMessage(receive: (message: unknown) => void): void;
  /** Registers the one that is told why the other end is gone, where it went by itself; never after `close`. */
  onEnd(tell: (reason: string) => void): void;
  /**
   * Says whether this side waits for the other. A channel that could keep the process alive does so only in between; absent
   * where there is nothing to keep.
   */
  setAwaited?(isAwaited: boolean): void;
  /** Closes the channel, and ends the worker where it leads to one that this side started. */
  close(): Promise<void>;
}
