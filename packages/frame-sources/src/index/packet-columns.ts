/** One packet as the container lists it. */
export interface ListedPacket {
  readonly timestampSeconds: number;
  readonly isKey: boolean;
  /** Whether its picture is shown; edit lists and alternate reference pictures hide some. */
  readonly isPresented: boolean;
  /** Whether it is the second field of the picture that the packet before it begins: it has no picture of its own. */
  readonly isSecondField: boolean;
  /** The container's own number, by which it is read again. */
  readonly sequenceNumber: number;
}

/** Packets in decode order, an array for each fact. */
export interface PacketColumns {
  readonly timestampsSeconds: Float64Array;
  readonly sequenceNumbers: Float64Array;
  /** 1 where the container marks a key packet. */
  readonly isKey: Uint8Array;
  /** 1 where the picture is shown. */
  readonly isPresented: Uint8Array;
  /** 1 where the packet belongs to the picture of the packet before it. */
  readonly isSecondField: Uint8Array;
}

/** Collects packets at 19 bytes each: an hour has a hundred thousand, and an object for each would fill the heap. */
export class PacketCollector {
  #columns = emptyColumns(1024);
  #count = 0;

  /** Adds the next packet in decode order. */
  add({ timestampSeconds, isKey, isPresented, isSecondField, sequenceNumber }: ListedPacket): void {
    const at = this.#count;
    if (at === this.#columns.isKey.length) this.#columns = doubled(this.#columns);
    this.#columns.timestampsSeconds[at] = timestampSeconds;
    this.#columns.sequenceNumbers[at] = sequenceNumber;
    this.#columns.isKey[at] = isKey ? 1 : 0;
    this.#columns.isPresented[at] = isPresented ? 1 : 0;
    this.#columns.isSecondField[at] = isSecondField ? 1 : 0;
    this.#count += 1;
  }

  /** The packets so far, in arrays of their own. */
  columns(): PacketColumns {
    const { timestampsSeconds, sequenceNumbers, isKey, isPresented, isSecondField } = this.#columns;
    const count = this.#count;
    return {
      timestampsSeconds: timestampsSeconds.slice(0, count),
      sequenceNumbers: sequenceNumbers.slice(0, count),
      isKey: isKey.slice(0, count),
      isPresented: isPresented.slice(0, count),
      isSecondField: isSecondField.slice(0, count),
    };
  }
}

function emptyColumns(length: number): PacketColumns {
  return {
    timestampsSeconds: new Float64Array(length),
    sequenceNumbers: new Float64Array(length),
    isKey: new Uint8Array(length),
    isPresented: new Uint8Array(length),
    isSecondField: new Uint8Array(length),
  };
}

function doubled(columns: PacketColumns): PacketColumns {
  const larger = emptyColumns(2 * columns.isKey.length);
  larger.timestampsSeconds.set(columns.timestampsSeconds);
  larger.sequenceNumbers.set(columns.sequenceNumbers);
  larger.isKey.set(columns.isKey);
  larger.isPresented.set(columns.isPresented);
  larger.isSecondField.set(columns.isSecondField);
  return larger;
}
