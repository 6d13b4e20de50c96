/**
 * The byte that a character of a byte-level vocabulary stands for, by its code; -1 for those that stand for none. Printable bytes of Latin-1 are
 * written as they are, and the rest as characters from U+0100 on
 * (https://github.com/openai/gpt-2/blob/master/src/encoder.py, `bytes_to_unicode`).
 */
export const byteOfCode: Int16Array = (() => {
  const bytes = new Int16Array(0x200).fill(-1);
  let others = 0;
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
    bytes[isPrintable ? byte : 0x100 + others++] = byte;
  }
  return bytes;
})();
