import { activate, floatRows, halfRows, layerNorm, type VisionTowerEnds } from '@slowfast/model-converter';
import { elementTypeCode } from '@slowfast/onnx-format';

/**
 * Before the layers of the embedded model's tower: padded convolutions, the last in steps of a quarter of a patch, the others in steps of
 * 2, with an activation between them; behind them a normalisation. As `Tower` of `model.py`. Kernels but the small first one are kept in
 * float16, which is exact for what was exported so.
 */
export const towerEnds: VisionTowerEnds = {
  embedFrames(graph, pixels, { hiddenSize, imageSize, patchSize, activation }, source, prefix) {
    const weight = (name: string) => graph.weight(floatRows(source.tensor(name)), name);
    const toFloat = { attributes: { to: { int: elementTypeCode('float32') } } };
    let hidden = pixels;
    for (let number = 0; source.has(`${prefix}stem.${number}.weight`); number++) {
      const name = `${prefix}stem.${number}`;
      const stored = source.tensor(`${name}.weight`);
      const kernel = stored.shape[2]!;
      const half = () => graph.weight(halfRows(stored), `${name}.weight`);
      const kernels = number === 0 ? weight(`${name}.weight`) : graph.node('Cast', [half()], toFloat);
      const isLast = !source.has(`${prefix}stem.${number + 1}.weight`);
      const stride = isLast ? patchSize / 4 : 2;
      const padding = Math.ceil((kernel - stride) / 2);
      const input = number > 0 ? activate(graph, hidden, activation) : hidden;
      hidden = graph.node('Conv', [input, kernels, weight(`${name}.bias`)], {
        attributes: {
          kernel_shape: { ints: [kernel, kernel] },
          strides: { ints: [stride, stride] },
          pads: { ints: Array<number>(4).fill(padding) },
        },
      });
    }
    const patches = (imageSize / patchSize) ** 2;
    const flat = graph.node('Reshape', [hidden, graph.int64s([-1, hiddenSize, patches])]);
    const tokens = graph.node('Transpose', [flat], { attributes: { perm: { ints: [0, 2, 1] } } });
    return graph.node('Add', [tokens, weight(`${prefix}place`)]);
  },
  finish: (graph, hidden, { normEpsilon }, source, prefix) =>
    layerNorm(graph, hidden, source, `${prefix}norm`, normEpsilon),
};
