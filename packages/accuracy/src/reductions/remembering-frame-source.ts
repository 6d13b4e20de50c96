import type { Frame, FrameSource } from '@slowfast/spec';

/**
 * A source that decodes each frame once however often it is asked for, for a clip that is reduced in many ways. What comes
 * out is the same object each time, so that {@link rememberingVisionEncoder} knows it again: its bytes must not be changed.
 *
 * Memory: all frames that were delivered, until it is disposed; disposing it disposes the source.
 */
export function rememberingFrameSource(source: FrameSource): FrameSource {
  const transforms = new Map<string, Map<number, Frame>>();
  const dispose = async () => {
    transforms.clear();
    await source.dispose();
  };
  return {
    info: source.info,
    async *frames(selection, options = {}) {
      if (!('indices' in selection)) {
        yield* source.frames(selection, options);
        return;
      }
      const key = JSON.stringify(options.transform ?? null);
      const kept = transforms.get(key) ?? new Map<number, Frame>();
      transforms.set(key, kept);
      const missing = [...new Set(selection.indices)].filter((index) => !kept.has(index));
      if (missing.length > 0) {
        for await (const frame of source.frames({ indices: missing }, options)) kept.set(frame.index, frame);
      }
      for (const index of selection.indices) {
        options.signal?.throwIfAborted();
        yield kept.get(index)!;
      }
    },
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
