/** Plain arithmetic in double precision, to judge the blocks by. Matrices are row-major. */
export type Numbers = ArrayLike<number>;

/** `x [rows, inputs]` times `weight [outputs, inputs]` transposed, plus `bias [outputs]`. */
export function plainLinear(x: Numbers, weight: Numbers, bias: Numbers): Float64Array {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  return Float64Array.from({ length: (x.length / inputs) * outputs }, (_, at) => {
    const [row, output] = [Math.floor(at / outputs), at % outputs];
    let sum = bias[output]!;
    for (let i = 0; i < inputs; i++) sum += x[row * inputs + i]! * weight[output * inputs + i]!;
    return sum;
  });
}

export function plainLayerNorm(x: Numbers, scale: Numbers, shift: Numbers, epsilon: number): Float64Array {
  const size = scale.length;
  const found = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += size) {
    const row = Array.from({ length: size }, (_, i) => x[start + i]!);
    const mean = row.reduce((sum, value) => sum + value, 0) / size;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
    for (const [i, value] of row.entries()) {
      found[start + i] = ((value - mean) / Math.sqrt(variance + epsilon)) * scale[i]! + shift[i]!;
    }
  }
  return found;
}

/** Attention of `[tokens, heads * headSize]` over all tokens. */
export function plainAttention(query: Numbers, key: Numbers, value: Numbers, heads: number, tokens: number) {
  const size = query.length / tokens;
  const headSize = size / heads;
  const found = new Float64Array(query.length);
  for (let head = 0; head < heads; head++) {
    const at = (token: number, i: number) => token * size + head * headSize + i;
    for (let token = 0; token < tokens; token++) {
      const weights = Array.from({ length: tokens }, (_, other) => {
        let score = 0;
        for (let i = 0; i < headSize; i++) score += query[at(token, i)]! * key[at(other, i)]!;
        return Math.exp(score / Math.sqrt(headSize));
      });
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (let i = 0; i < headSize; i++) {
        found[at(token, i)] =
          weights.reduce((sum, weight, other) => sum + weight * value[at(other, i)]!, 0) / total;
      }
    }
  }
  return found;
}

export const plainActivations = {
  quick_gelu: (x: number) => x / (1 + Math.exp(-1.702 * x)),
  gelu: (x: number) => 0.5 * x * (1 + errorFunction(x / Math.SQRT2)),
  gelu_pytorch_tanh: (x: number) =>
    0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
} as const;

/** By its power series, which is exact to double precision for the small arguments of tests. */
function errorFunction(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** Sum of two lists of numbers, the shorter repeated. */
export function plainAdd(left: Numbers, right: Numbers): Float64Array {
  return Float64Array.from({ length: left.length }, (_, i) => left[i]! + right[i % right.length]!);
}
