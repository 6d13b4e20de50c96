/** What is known of a decoder here: of a program in Node, of a codec in a browser. */
export interface DecoderDescription {
  readonly name: string;
  readonly works: boolean;
  /** Its version where it works and has one. */
  readonly version?: string;
  /** Why it doesn't work. */
  readonly reason?: string;
  /** How to get it, or what to do without it. */
  readonly remedy: string;
}
