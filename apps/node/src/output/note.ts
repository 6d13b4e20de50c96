/** A line on stderr that is no error. */
export function note(text: string): void {
  process.stderr.write(`note: ${text}\n`);
}
