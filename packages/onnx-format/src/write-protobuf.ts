const wireTypes = { varint: 0, bytes: 2, fixed32: 5 };

/** Writes one protobuf message: {@link https://protobuf.dev/programming-guides/encoding/}. */
export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = [];

  /** A varint field, for int32, int64 and enums; negative numbers take ten bytes, as the format wants it. */
  integer(field: number, value: number | bigint): this {
    return this.#key(field, wireTypes.varint).#varint(BigInt(value));
  }

  /** A float field. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#key(field, wireTypes.fixed32).#append(bytes);
  }

  /** A bytes field; the array is kept until `finish`, not copied. */
  bytes(field: number, value: Uint8Array): this {
    return this.#key(field, wireTypes.bytes).#varint(BigInt(value.length)).#append(value);
  }

  /** A string field. */
  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  /** A field that is itself a message. */
  message(field: number, write: (writer: ProtobufWriter) => void): this {
    const writer = new ProtobufWriter();
    write(writer);
    return this.bytes(field, writer.finish());
  }

  /** The message so far. */
  finish(): Uint8Array {
    const message = new Uint8Array(this.#chunks.reduce((length, chunk) => length + chunk.length, 0));
    let offset = 0;
    for (const chunk of this.#chunks) {
      message.set(chunk, offset);
      offset += chunk.length;
    }
    return message;
  }

  #key(field: number, wireType: number): this {
    return this.#varint(BigInt(field * 8 + wireType));
  }

  #varint(value: bigint): this {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, value);
    for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    return this.#append(Uint8Array.from([...bytes, Number(rest)]));
  }

  #append(bytes: Uint8Array): this {
    this.#chunks.push(bytes);
    return this;
  }
}
