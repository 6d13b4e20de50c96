import { ModelInvalidError } from '@slowfast/spec';
import type { RandomAccessBytes } from './read-random-access-bytes.ts';

const windowBytes = 16 * 1024;
const longestVarint = 10;

/** One field of a protobuf message: a number, or a span of bytes that has not been read. */
export type ProtobufField =
  | { readonly number: number; readonly kind: 'integer'; readonly value: number }
  | { readonly number: number; readonly kind: 'span'; readonly start: number; readonly end: number }
  | { readonly number: number; readonly kind: 'fixed' };

/**
 * Walks protobuf messages by seeking (https://protobuf.dev/programming-guides/encoding): a span that nobody asks for is
 * never read, whatever length it claims. Memory: one window of 16 KiB.
 */
export class ProtobufReader {
  readonly #source: RandomAccessBytes;
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;
  readonly #decoder = new TextDecoder();

  constructor(source: RandomAccessBytes) {
    this.#source = source;
  }

  /** The fields of the message in `[start, end)`, in the order of the file. */
  async *fields(start: number, end: number): AsyncGenerator<ProtobufField> {
    let position = start;
    while (position < end) {
      const tag = await this.#varint(position, end);
      const number = Math.floor(tag.value / 8);
      position = tag.next;
      switch (tag.value % 8) {
        case 0: {
          const integer = await this.#varint(position, end);
          position = integer.next;
          yield { number, kind: 'integer', value: integer.value };
          break;
        }
        case 1:
          position = this.#within(position + 8, end);
          yield { number, kind: 'fixed' };
          break;
        case 2: {
          const length = await this.#varint(position, end);
          position = this.#within(length.next + length.value, end);
          yield { number, kind: 'span', start: length.next, end: position };
          break;
        }
        case 5:
          position = this.#within(position + 4, end);
          yield { number, kind: 'fixed' };
          break;
        default:
          throw this.invalid(`a field of unknown kind at byte ${position - 1}`);
      }
    }
  }

  /** The text of a span; refused when longer than `mostBytes`. */
  async text(field: ProtobufField, mostBytes: number): Promise<string> {
    if (field.kind !== 'span') throw this.invalid(`a number where a text belongs (field ${field.number})`);
    const length = field.end - field.start;
    if (length > mostBytes) throw this.invalid(`a text of ${length} bytes at byte ${field.start}`);
    const bytes = this.#inWindow(field.start, length) ?? (await this.#loadText(field.start, length));
    return this.#decoder.decode(bytes);
  }

  invalid(found: string): ModelInvalidError {
    return new ModelInvalidError({ place: this.#source.place, found, expected: 'a whole ONNX file' });
  }

  #within(position: number, end: number): number {
    if (position > end || position > this.#source.size)
      throw this.invalid(
        `a field that ends at byte ${position}, after the end at byte ${Math.min(end, this.#source.size)}`,
      );
    return position;
  }

  async #varint(position: number, end: number): Promise<{ value: number; next: number }> {
    let value = 0;
    let scale = 1;
    for (let length = 0; length < longestVarint && position + length < end; length++) {
      const at = position + length - this.#windowStart;
      const byte = this.#window[at] ?? (await this.#loadByte(position + length));
      value += (byte & 0x7f) * scale;
      scale *= 128;
      // Negative numbers take ten bytes; only a free axis is negative here, so they all count as -1.
      if (byte < 0x80)
        return { value: length === longestVarint - 1 ? -1 : value, next: position + length + 1 };
    }
    throw this.invalid(`an unfinished number at byte ${position}`);
  }

  /** Bytes that are there already; small texts mostly are, as what is around them was just read. */
  #inWindow(position: number, length: number): Uint8Array | undefined {
    const at = position - this.#windowStart;
    return at >= 0 && at + length <= this.#window.length ? this.#window.subarray(at, at + length) : undefined;
  }

  async #loadText(position: number, length: number): Promise<Uint8Array> {
    const bytes = await this.#source.read(position, length);
    if (bytes.length < length) throw this.invalid(`the end of the file at byte ${position + bytes.length}`);
    return bytes;
  }

  async #loadByte(position: number): Promise<number> {
    this.#window = await this.#source.read(position, windowBytes);
    this.#windowStart = position;
    if (this.#window.length === 0) throw this.invalid(`the end of the file at byte ${position}`);
    return this.#window[0]!;
  }
}
