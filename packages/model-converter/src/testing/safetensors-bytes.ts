/** A safetensors file with this header, spelled as it stands where it is a text, and so many bytes of data behind it. */
export function safetensorsBytes(
  header: string | Uint8Array | object,
  dataBytes = 0,
  headerLength?: bigint,
): Uint8Array {
  const text = typeof header === 'string' || header instanceof Uint8Array ? header : JSON.stringify(header);
  const encoded = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const bytes = new Uint8Array(8 + encoded.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, headerLength ?? BigInt(encoded.length), true);
  bytes.set(encoded, 8);
  for (let i = 8 + encoded.length; i < bytes.length; i += 1) bytes[i] = i % 251;
  return bytes;
}
