/** Counts the buffers of graphics processors that this page makes from now on; `alive` are those not destroyed yet. */
export function countGpuBuffers(): { made: number; alive: number } & Disposable {
  const { createBuffer } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  const living = new Set<GPUBuffer>();
  const counts = {
    made: 0,
    get alive() {
      return living.size;
    },
    [Symbol.dispose]() {
      GPUDevice.prototype.createBuffer = createBuffer;
      GPUBuffer.prototype.destroy = destroy;
    },
  };
  GPUDevice.prototype.createBuffer = function (descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    counts.made += 1;
    living.add(buffer);
    return buffer;
  };
  GPUBuffer.prototype.destroy = function () {
    living.delete(this);
    return destroy.call(this);
  };
  return counts;
}
