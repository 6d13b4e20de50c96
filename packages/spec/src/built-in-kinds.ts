// Programs may run in several realms (frames, node:vm, test runners): each has classes of its own, so that `instanceof` does not know what
// came from another. These ask what a value is instead.

/** Whether a value is an Error of any realm. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || tagOf(value) === 'Error' || tagOf(value) === 'DOMException';
}

/** Whether a value is a URL of any realm. */
export function isUrl(value: unknown): value is URL {
  return tagOf(value) === 'URL' && typeof (value as URL).href === 'string';
}

/** Whether a value is a Blob, or the File that is one, of any realm. */
export function isBlob(value: unknown): value is Blob {
  const tag = tagOf(value);
  return (tag === 'Blob' || tag === 'File') && typeof (value as Blob).arrayBuffer === 'function';
}

/** Whether a value is a Float32Array of any realm. */
export function isFloat32Array(value: unknown): value is Float32Array {
  return ArrayBuffer.isView(value) && tagOf(value) === 'Float32Array';
}

/** Whether a value is a Uint8Array of any realm; Node's Buffer is one. */
export function isUint8Array(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && tagOf(value) === 'Uint8Array';
}

/** Whether a value is a Uint16Array of any realm. */
export function isUint16Array(value: unknown): value is Uint16Array {
  return ArrayBuffer.isView(value) && tagOf(value) === 'Uint16Array';
}

/** Whether a value is an ArrayBuffer of any realm. */
export function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return tagOf(value) === 'ArrayBuffer';
}

/** The name that a built-in carries into every realm, as `Object.prototype.toString` tells it. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
