import type { WeightSource, WeightTensor } from '../weights/weight-source.ts';
import { scaledWeight, type WeightScaling } from './scaled-weight.ts';
import {
  type ChannelNumbers,
  evenSizes,
  sizesBehindLinear,
  sizesBehindNorm,
  smoothingFactors,
} from './smoothing-factors.ts';
import { inputScaleName } from './vision-linear.ts';
import type { VisionNames } from './vision-shape.ts';

/**
 * The weights of a vision tower and projector that compute the same, up to rounding, with channels of even size before every
 * linear layer: channels far larger than the others would leave nothing of those in 8 bits. What makes them smaller goes into
 * the normalisation or the linear layer before, at no cost; behind an activation and before the projector it is a product of its
 * own, by a weight that the checkpoint does not have ({@link inputScaleName}).
 *
 * Cost: weights are read twice or three times as often.
 */
export function smoothedWeights(source: WeightSource, names: VisionNames, layers: number): WeightSource {
  const changed = new Map<string, WeightTensor>();
  for (let layer = 0; layer < layers; layer++) {
    smoothLayer(new Smoothing(source, `${names.tower}encoder.layers.${layer}.`, changed));
  }
  smoothProjector(new Smoothing(source, names.projector, changed));
  return {
    place: source.place,
    names: [...new Set([...source.names, ...changed.keys()])],
    has: (name) => changed.has(name) || source.has(name),
    tensor: (name) => changed.get(name) ?? source.tensor(name),
  };
}

function smoothLayer(layer: Smoothing): void {
  const attended = layer.norm('layer_norm1', ['self_attn.q_proj', 'self_attn.k_proj', 'self_attn.v_proj']);
  const mixed = layer.sizesBehind('self_attn.v_proj', attended);
  // Attention is linear in its values.
  layer.divide('self_attn.v_proj', layer.input('self_attn.out_proj', mixed));
  const read = layer.norm('layer_norm2', ['mlp.fc1']);
  layer.scaleInput('mlp.fc2', layer.sizesBehind('mlp.fc1', read));
}

function smoothProjector(projector: Smoothing): void {
  // Nothing says how large the channels of hidden states are, but what reads large ones has small weights.
  const hidden = evenSizes(projector.tensor('linear_1.weight').shape[1]!);
  projector.scaleInput('linear_1', hidden);
  projector.scaleInput('linear_2', projector.sizesBehind('linear_1', hidden));
}

/** Collects the changed weights of one part of a checkpoint; sizes are always those of its own weights. */
class Smoothing {
  readonly #source: WeightSource;
  readonly #prefix: string;
  readonly #changed: Map<string, WeightTensor>;

  constructor(source: WeightSource, prefix: string, changed: Map<string, WeightTensor>) {
    this.#source = source;
    this.#prefix = prefix;
    this.#changed = changed;
  }

  tensor(name: string): WeightTensor {
    return this.#source.tensor(this.#prefix + name);
  }

  /** Evens out what is behind a normalisation; gives how large it was. */
  norm(norm: string, readers: readonly string[]): ChannelNumbers {
    const sizes = sizesBehindNorm(this.tensor(`${norm}.weight`), this.tensor(`${norm}.bias`));
    const weights = readers.map((name) => this.tensor(`${name}.weight`));
    const by = smoothingFactors(sizes, weights);
    this.divide(norm, by);
    for (const name of readers) this.#change(`${name}.weight`, { columnsBy: by });
    return sizes;
  }

  sizesBehind(layer: string, inputs: ChannelNumbers): ChannelNumbers {
    return sizesBehindLinear(inputs, this.tensor(`${layer}.weight`), this.#optional(`${layer}.bias`));
  }

  /** Evens out the input of a linear layer; gives by what it is to be divided. */
  input(layer: string, sizes: ChannelNumbers): ChannelNumbers {
    const by = smoothingFactors(sizes, [this.tensor(`${layer}.weight`)]);
    this.#change(`${layer}.weight`, { columnsBy: by });
    return by;
  }

  /** Divides what comes out of a normalisation or linear layer. */
  divide(layer: string, by: ChannelNumbers): void {
    for (const part of ['weight', 'bias']) this.#change(`${layer}.${part}`, { rowsBy: by });
  }

  /** Evens out the input of a linear layer by a product of its own. */
  scaleInput(layer: string, sizes: ChannelNumbers): void {
    const by = this.input(layer, sizes);
    const name = inputScaleName(this.#prefix + layer);
    this.#changed.set(name, {
      name,
      shape: [this.tensor(`${layer}.weight`).shape[1]!],
      rows: async (start, count) => (await by()).slice(start, start + count).map((value) => 1 / value),
    });
  }

  #optional(name: string): WeightTensor | undefined {
    return this.#source.has(this.#prefix + name) ? this.tensor(name) : undefined;
  }

  #change(name: string, scaling: WeightScaling): void {
    const key = this.#prefix + name;
    const found = this.#changed.get(key) ?? this.#optional(name);
    if (found) this.#changed.set(key, scaledWeight(found, scaling));
  }
}
