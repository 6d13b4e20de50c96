import { OnnxGraphBuilder, writeOnnxModel } from '@slowfast/onnx-format';
import type { OnnxTensorType } from '@slowfast/onnx-session';
import type { Picture } from '../index.ts';

/** Edges in pixels of the pictures of these models, and of their patches; tokens are three numbers. */
export const pictureEdge = 8;
export const patchEdge = 4;

/** What a model of mean colours looks like from outside. */
export interface MeanColorLayout {
  /** Axes in front of `3, height, width`; `['n']` if absent. */
  readonly leading?: readonly (number | string)[];
  readonly floats?: 'float32' | 'float16';
  /** A row of the mean of all tokens, beside each grid. */
  readonly extraRow?: 'start' | 'end';
  /** Axes of the output as they are declared: `['n', 'tokens', 'size']` if absent; with two the frames are packed. */
  readonly features?: readonly (number | string)[];
  /** A mask of pixels: where a zero stands in it, all tokens become zero. */
  readonly mask?: OnnxTensorType;
  /** An input that nothing is known of. */
  readonly surplus?: string;
}

/** A vision model whose tokens are the mean colours of the patches of 8x8 pixels. */
export function meanColorModel(layout: MeanColorLayout = {}): Uint8Array {
  const { leading = ['n'], floats = 'float32', extraRow, features = ['n', 'tokens', 'size'] } = layout;
  const graph = new OnnxGraphBuilder();
  const toFloat32 = (value: string) => graph.node('Cast', [value], { attributes: { to: { int: 1 } } });
  const pixels = toFloat32(graph.input('pixel_values', floats, [...leading, 3, pictureEdge, pictureEdge]));
  const pictures = graph.node('Reshape', [pixels, graph.int64s([-1, 3, pictureEdge, pictureEdge])]);
  const edges = { ints: [patchEdge, patchEdge] };
  const means = graph.node('AveragePool', [pictures], {
    attributes: { kernel_shape: edges, strides: edges },
  });
  const channels = graph.node('Reshape', [means, graph.int64s([0, 3, -1])]);
  let tokens = graph.node('Transpose', [channels], { attributes: { perm: { ints: [0, 2, 1] } } });
  if (layout.mask) {
    const mask = graph.input('pixel_attention_mask', layout.mask, [...leading, pictureEdge, pictureEdge]);
    const lowest = graph.node('ReduceMin', [toFloat32(mask)], { attributes: { keepdims: { int: 0 } } });
    tokens = graph.node('Mul', [tokens, lowest]);
  }
  if (extraRow) {
    const mean = graph.node('ReduceMean', [tokens], { attributes: { axes: { ints: [1] } } });
    const rows = extraRow === 'start' ? [mean, tokens] : [tokens, mean];
    tokens = graph.node('Concat', rows, { attributes: { axis: { int: 1 } } });
  }
  if (layout.surplus) graph.input(layout.surplus, 'float32', [1]);
  const shapes: Readonly<Record<number, readonly number[]>> = { 2: [-1, 3], 3: [0, 0, 3] };
  const shape =
    features.length === 4
      ? graph.node('Concat', [leadingShape(graph, pixels), graph.int64s([-1, 3])], {
          attributes: { axis: { int: 0 } },
        })
      : graph.int64s(shapes[features.length]!);
  const shaped = graph.node('Reshape', [tokens, shape]);
  const code = floats === 'float16' ? 10 : 1;
  const result = graph.node('Cast', [shaped], { attributes: { to: { int: code } } });
  graph.output(result, floats, features, 'image_features');
  return writeOnnxModel(graph.build(), { opset: 17 });
}

function leadingShape(graph: OnnxGraphBuilder, pixels: string): string {
  const all = graph.node('Shape', [pixels]);
  return graph.node('Slice', [all, graph.int64s([0]), graph.int64s([2])]);
}

/** The same of packed patches: `[1, patches, 48]` with a mask and the grid, to `[patches that count, 3]`. */
export function meanColorOfPatches(
  patches: number | string,
  mask: 'int64' | 'int32' | 'bool' = 'int64',
): Uint8Array {
  const graph = new OnnxGraphBuilder();
  const values = patchEdge ** 2 * 3;
  const pixels = graph.input('pixel_values', 'float32', ['n', patches, values]);
  const used = graph.input('pixel_attention_mask', mask, ['n', patches]);
  const grid = graph.input('spatial_shapes', 'int64', ['n', 2]);
  const split = graph.node('Reshape', [pixels, graph.int64s([-1, patchEdge ** 2, 3])]);
  const attributes = { axes: { ints: [1] }, keepdims: { int: 0 } };
  const means = graph.node('ReduceMean', [split], { attributes });
  const flags = graph.node('Cast', [graph.node('Reshape', [used, graph.int64s([-1])])], {
    attributes: { to: { int: 9 } },
  });
  const counting = graph.node('Compress', [means, flags], { attributes: { axis: { int: 0 } } });
  // As many rows as the grid has, or the run fails.
  const count = graph.node('ReduceProd', [grid], {
    attributes: { axes: { ints: [1] }, keepdims: { int: 0 } },
  });
  const shape = graph.node('Concat', [count, graph.int64s([3])], { attributes: { axis: { int: 0 } } });
  const tokens = graph.node('Reshape', [counting, shape]);
  graph.output(tokens, 'float32', ['tokens', 'size'], 'image_features');
  return writeOnnxModel(graph.build(), { opset: 17 });
}

/** The tokens of a picture: mean colours, normalised by a mean and deviation of one half, patches in raster order. */
export function meanColors({ data, width, height }: Picture): Float32Array {
  const tokens: number[] = [];
  for (let top = 0; top < height; top += patchEdge) {
    for (let left = 0; left < width; left += patchEdge) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let y = top; y < top + patchEdge; y++) {
          for (let x = left; x < left + patchEdge; x++) sum += data[(y * width + x) * 3 + channel]!;
        }
        tokens.push((sum / patchEdge ** 2 / 255 - 0.5) / 0.5);
      }
    }
  }
  return Float32Array.from(tokens);
}
