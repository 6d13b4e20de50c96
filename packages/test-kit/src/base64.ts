/** The bytes behind Base64. */
export function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  // `Uint8Array.from` takes ten times as long, as it goes through an iterator.
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/** Little-endian float32 values from Base64. */
export function decodeFloat32(base64: string): Float32Array {
  return new Float32Array(decodeBase64(base64).buffer);
}
