import * as tf from '@tensorflow/tfjs';

/**
 * The peer: the same reduction with the pools of TensorFlow.js, as its own documentation has them, without a backend of ours.
 * Slow frames keep the larger of two neighbours, all frames the means of 6 x 6. Gives the tokens `[3680, size]` of 50 frames.
 */
export async function plainTfjs(
  frames: readonly Float32Array[],
  [rows, columns, size]: readonly [number, number, number],
  slowPositions: readonly number[],
): Promise<Float32Array> {
  const slow = new Set(slowPositions);
  const reduced = frames.map((values, position) =>
    tf.tidy(() => {
      const features = tf.tensor4d(values, [1, rows, columns, size]);
      const fast = tf.avgPool(features, [rows / 4, columns / 4], [rows / 4, columns / 4], 'valid');
      return {
        fast: fast.reshape([-1, size]),
        slow: slow.has(position)
          ? tf.maxPool(features, [1, 2], [1, 2], 'valid').reshape([-1, size])
          : undefined,
      };
    }),
  );
  const tokens = tf.tidy(() =>
    tf.concat([...reduced.flatMap((each) => each.slow ?? []), ...reduced.map((each) => each.fast)]),
  );
  try {
    return (await tokens.data()) as Float32Array;
  } finally {
    tf.dispose([tokens, reduced]);
  }
}
