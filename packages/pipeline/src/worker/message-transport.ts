/** One end of a channel that carries structured-cloneable messages: a worker, its parent, or a message port. */
export interface MessageTransport {
  /** Sends a message; buffers in `transfer` are moved, not copied. */
  post(message: unknown, transfer?: readonly Transferable[]): void;
  /** Registers the one receiver of messages. */
  onMessage(receive: (message: unknown) => void): void;
}
