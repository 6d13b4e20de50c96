import type { ByteSource } from '../byte-source.ts';

/** Bytes of which there is a file, or can be one: for programs that read files alone. */
export interface LocalBytes extends ByteSource {
  /**
   * The path of a file with these bytes. Where there is none, a temporary one is written when this is first called, which `close`
   * removes.
   */
  file(signal?: AbortSignal): Promise<string>;
}
