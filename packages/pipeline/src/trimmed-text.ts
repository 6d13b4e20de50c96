/** Takes white space off both ends of a text that comes in pieces; inner white space passes through unchanged. */
export class TrimmedText {
  #started = false;
  #held = '';

  /** The part of the text so far that surely stays, less what was returned before. */
  push(piece: string): string {
    let text = this.#held + piece;
    if (!this.#started) text = text.trimStart();
    const kept = text.trimEnd();
    this.#held = text.slice(kept.length);
    if (kept !== '') this.#started = true;
    return kept;
  }
}
