const mostCodes = 4096;

/**
 * Decompresses the colour indices of a GIF image.
 *
 * @returns one index a pixel, fewer where the data ends early; `undefined` when it is damaged or holds none.
 */
export function decodeLzw(data: Uint8Array, minimumCodeBits: number, pixels: number): Uint8Array | undefined {
  if (minimumCodeBits < 1 || minimumCodeBits > 8) return undefined;
  const clearCode = 1 << minimumCodeBits;
  const endCode = clearCode + 1;
  const prefixes = new Uint16Array(mostCodes);
  const suffixes = new Uint8Array(mostCodes);
  const lengths = new Uint16Array(mostCodes).fill(1, 0, clearCode);
  for (let code = 0; code < clearCode; code++) suffixes[code] = code;
  const result = new Uint8Array(pixels);
  let done = 0;
  let bits = 0;
  let bitCount = 0;
  let codeBits = minimumCodeBits + 1;
  let nextCode = endCode + 1;
  let previous = -1;
  for (let at = 0; done < pixels; ) {
    while (bitCount < codeBits) {
      if (at >= data.length) return done > 0 ? result.subarray(0, done) : undefined;
      bits |= data[at++]! << bitCount;
      bitCount += 8;
    }
    const code = bits & ((1 << codeBits) - 1);
    bits >>>= codeBits;
    bitCount -= codeBits;
    if (code === endCode) return done > 0 ? result.subarray(0, done) : undefined;
    if (code === clearCode) {
      codeBits = minimumCodeBits + 1;
      nextCode = endCode + 1;
      previous = -1;
      continue;
    }
    if (code > nextCode || (code === nextCode && previous < 0) || (code >= endCode && previous < 0))
      return undefined;
    // A code that is about to be defined is the previous string and its own first pixel.
    const known = code < nextCode ? code : previous;
    let walk = known;
    for (let k = lengths[known]! - 1; k >= 0; k--) {
      if (done + k < pixels) result[done + k] = suffixes[walk]!;
      if (k > 0) walk = prefixes[walk]!;
    }
    const first = suffixes[walk]!;
    if (code === nextCode && done + lengths[known]! < pixels) result[done + lengths[known]!] = first;
    if (previous >= 0 && nextCode < mostCodes) {
      prefixes[nextCode] = previous;
      suffixes[nextCode] = first;
      lengths[nextCode] = lengths[previous]! + 1;
      nextCode++;
      if (nextCode === 1 << codeBits && codeBits < 12) codeBits++;
    }
    done += lengths[known]! + (code === known ? 0 : 1);
    previous = code;
  }
  return result;
}
