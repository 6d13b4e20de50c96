/** Bytes that are read by ranges, wherever they are. */
export interface ByteSource {
  /** Where the bytes are, for messages: a path, an address without its credentials, the name of a file. */
  readonly place: string;
  /** Length in bytes. */
  readonly size: number;
  /** The bytes from `start` to `end`, end excluded; fewer only at the end. The caller owns them. */
  read(start: number, end: number): Promise<Uint8Array>;
  /**
   * The same for bytes that are looked at once: nothing is kept of them and nothing beside them is read. Absent where `read` does no
   * more.
   */
  readOnce?(start: number, end: number): Promise<Uint8Array>;
  /** Frees what is held: files, temporary files, connections. Reads under way end with an error. Calling it twice is allowed. */
  close(): Promise<void>;
}
