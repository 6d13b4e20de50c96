/** Reads bits of a header, the most significant first. Behind the end there are zeros, so damaged headers end too. */
export class BitReader {
  readonly #data: Uint8Array;
  #at = 0;

  constructor(data: Uint8Array) {
    this.#data = data;
  }

  /** Whether all bits were read. */
  get isAtEnd(): boolean {
    return this.#at >= this.#data.length * 8;
  }

  /** A number of up to 32 bits. */
  bits(count: number): number {
    let value = 0;
    for (let k = 0; k < count; k++, this.#at++) {
      const byte = this.#data[this.#at >> 3] ?? 0;
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }

  /** One bit. */
  flag(): boolean {
    return this.bits(1) === 1;
  }

  /** Leaves bits out. */
  skip(count: number): void {
    this.#at += count;
  }

  /** `ue(v)` of H.264 and HEVC, `uvlc()` of AV1. */
  unsignedGolomb(): number {
    let zeros = 0;
    while (zeros < 32 && !this.isAtEnd && !this.flag()) zeros++;
    return 2 ** zeros - 1 + this.bits(zeros);
  }

  /** `se(v)` of H.264 and HEVC. */
  signedGolomb(): number {
    const value = this.unsignedGolomb();
    return value % 2 === 1 ? (value + 1) / 2 : -value / 2;
  }
}
