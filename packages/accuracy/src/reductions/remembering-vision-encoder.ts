import { type Frame, hostTensor, type VisionEncoder } from '@slowfast/spec';

/**
 * An encoder that encodes each frame once however often it comes, as the same object: what
 * {@link rememberingFrameSource} delivers. Other frames are encoded as ever.
 *
 * Memory: the tokens of every frame, in host memory, for as long as the frame itself is kept by somebody; so those of one
 * clip when one clip is open at a time.
 */
export function rememberingVisionEncoder(encoder: VisionEncoder): VisionEncoder {
  const remembered = new WeakMap<
    Frame,
    { readonly values: Float32Array; readonly shape: readonly number[] }
  >();

  async function remember(frames: readonly Frame[], options: Parameters<VisionEncoder['encode']>[1]) {
    using tokens = await encoder.encode(frames, options);
    const values = await tokens.read();
    const [, ...shape] = tokens.shape;
    const size = values.length / frames.length;
    for (const [at, frame] of frames.entries()) {
      remembered.set(frame, { values: values.slice(at * size, (at + 1) * size), shape });
    }
  }

  return {
    id: encoder.id,
    embeddingSize: encoder.embeddingSize,
    framesPerChunk: encoder.framesPerChunk,
    knownPictures: encoder.knownPictures,
    frameTransform: (info) => encoder.frameTransform(info),
    load: async () => encoder.load?.(),
    dispose: () => encoder.dispose(),
    [Symbol.asyncDispose]: () => encoder.dispose(),
    async encode(frames, options) {
      const unknown = [...new Set(frames)].filter((frame) => !remembered.has(frame));
      if (unknown.length > 0) await remember(unknown, options);
      const parts = frames.map((frame) => remembered.get(frame)!);
      const size = parts[0]?.values.length ?? 0;
      const values = new Float32Array(frames.length * size);
      for (const [at, part] of parts.entries()) values.set(part.values, at * size);
      return hostTensor(values, [frames.length, ...(parts[0]?.shape ?? [])]);
    },
  };
}
