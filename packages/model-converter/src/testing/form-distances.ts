import { float32Tensor } from '@slowfast/onnx-session';
import { linear, type WeightForm } from '../blocks/linear.ts';
import { ConverterGraph } from '../graph/converter-graph.ts';
import { distance } from '../vision/testing/distances.ts';
import { randomNumbers } from '../vision/testing/random-numbers.ts';
import { runGraph } from '../vision/testing/run-graph.ts';
import { weightsInMemory } from '../weights/weights-in-memory.ts';

/** The form of a weight with fewer bits, and how far its products are from what they should be. */
export interface FormDistance {
  readonly form: WeightForm;
  /** Rows of the left side: one, as when a token is decoded, or several. */
  readonly rows: number;
  /** Largest difference to the plain product of the kept values, by the largest product. */
  readonly distance: number;
}

/** Forms with fewer bits. `integers`: whole numbers that each weight is of; `left`: whole numbers that 8 bits of its left side hold exactly. */
const forms = [
  { form: 'q8', integers: [-127, 127], left: [-127, 128], group: 256 },
  { form: 'q8-halves', integers: [-127, 127], left: [-127, 128], group: 128 },
  { form: 'q8-quarters', integers: [-127, 127], left: [-127, 128], group: 64 },
  { form: 'q4', integers: [-7, 8], left: [-127, 127], group: 32 },
  { form: 'q8-blocks', integers: [-127, 128], left: [-127, 127], group: 32 },
] as const;
const inputs = 256;
const outputs = 48;

/**
 * Products of every form with values that it keeps exactly, the largest that there are among them, beside the plain product of these
 * values in double precision.
 */
export async function formDistances(): Promise<readonly FormDistance[]> {
  const found: FormDistance[] = [];
  for (const { form, integers, left, group } of forms) {
    const random = randomNumbers(7);
    // In each group both ends of the range, so that every step is kept as a whole number.
    const whole = (rows: number, [least, most]: readonly [number, number], length: number) =>
      random(rows * inputs).map((value, at) => {
        const row = Math.floor(at / inputs);
        if (at % length === 0) return most;
        if (at % length === 1) return least;
        // One row of the largest values alone, one of the smallest, then any.
        if (row === 0) return most;
        if (row === 1) return least;
        return Math.round(Math.max(least, Math.min(most, value * most)));
      });
    const weight = whole(outputs, integers, group).map((value) => value / 64);
    for (const rows of [1, 9]) {
      const x = whole(rows, left, group);
      const source = weightsInMemory({ weight: { shape: [outputs, inputs], values: weight } });
      const graph = new ConverterGraph();
      const input = graph.input('x', 'float32', [1, 'tokens', inputs]);
      const y = linear(graph, input, source.tensor('weight'), undefined, form);
      graph.output(y, 'float32', [1, 'tokens', outputs], 'y');
      const computed = await runGraph(graph, { x: float32Tensor(x, [1, rows, inputs]) });
      found.push({ form, rows, distance: distance(computed, plainProduct(x, weight)) });
    }
  }
  return found;
}

function plainProduct(x: Float32Array, weight: Float32Array): Float32Array {
  const rows = x.length / inputs;
  return Float32Array.from({ length: rows * outputs }, (_, at) => {
    const [row, output] = [Math.floor(at / outputs), at % outputs];
    let sum = 0;
    for (let i = 0; i < inputs; i++) sum += x[row * inputs + i]! * weight[output * inputs + i]!;
    return sum;
  });
}
