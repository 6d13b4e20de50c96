import type { Frame, VisionEncoder } from '@slowfast/spec';

/** Another encoder that sees dark frames brightened: its darkest and brightest value are stretched over the whole range. */
export function brighteningEncoder(encoder: VisionEncoder): VisionEncoder {
  return {
    // Other pixels give other tokens, which must not be taken for the other encoder's.
    id: `${encoder.id} brightened`,
    embeddingSize: encoder.embeddingSize,
    framesPerChunk: encoder.framesPerChunk,
    frameTransform: (info) => encoder.frameTransform(info),
    encode: (frames, options) => encoder.encode(frames.map(brightened), options),
    load: async () => encoder.load?.(),
    dispose: () => encoder.dispose(),
    [Symbol.asyncDispose]: () => encoder.dispose(),
  };
}

function brightened(frame: Frame): Frame {
  let darkest = 255;
  let brightest = 0;
  for (const value of frame.data) {
    if (value < darkest) darkest = value;
    if (value > brightest) brightest = value;
  }
  if (brightest === darkest) return frame;
  const factor = 255 / (brightest - darkest);
  return { ...frame, data: frame.data.map((value) => Math.round((value - darkest) * factor)) };
}
