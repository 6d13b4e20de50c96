/** The bytes of a video wherever they are: a file, a `Blob`, a buffer. */
export interface MediaBytes {
  /** Where the bytes are, for messages: a path, a URL, a file name. */
  readonly place: string;
  /** Length in bytes. */
  readonly size: number;
  /** The bytes from `start` to `end`, end excluded; shorter at the end of the data. */
  read(start: number, end: number): Promise<Uint8Array>;
  /** Closes the file. Calling it twice is allowed. */
  close(): Promise<void>;
}
