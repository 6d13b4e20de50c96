import { type BlockBits, blockWeight } from '../../blocks/block-weight.ts';
import type { WeightForm } from '../../blocks/linear.ts';
import type { StoredWeight } from '../../weights/stored-weight.ts';
import type { WeightSource, WeightTensor } from '../../weights/weight-source.ts';
import { decoderGraphForms } from '../decoder-graph-forms.ts';

const bitsOfForm: Partial<Record<WeightForm, BlockBits>> = { q4: 4, 'q8-blocks': 8 };

/** The weights of a language model as 4 bits leave them: rounded, then computed back in plain arithmetic. */
export function roundedWeights(source: WeightSource): WeightSource {
  const { attentionInput, attentionOutput, mlpInput, mlpOutput, head } = decoderGraphForms.q4;
  const forms: readonly (readonly [RegExp, WeightForm])[] = [
    [/[qkv]_proj\.weight$/, attentionInput],
    [/o_proj\.weight$/, attentionOutput],
    [/(gate|up)_proj\.weight$/, mlpInput],
    [/down_proj\.weight$/, mlpOutput],
    [/(lm_head|embed_tokens)\.weight$/, head],
  ];
  return {
    ...source,
    tensor(name) {
      const form = forms.find(([pattern]) => pattern.test(name))?.[1];
      const bits = form && bitsOfForm[form];
      return bits ? rounded(source.tensor(name), bits) : source.tensor(name);
    },
  };
}

function rounded(weight: WeightTensor, bits: BlockBits): WeightTensor {
  const [outputs, inputs] = weight.shape as [number, number];
  const blocks = Math.ceil(inputs / 32);
  const zerosOfRow = (Math.ceil((blocks * bits) / 8) * 8) / bits;
  const stored = blockWeight(weight, bits);
  return {
    ...weight,
    async rows(start, count) {
      const [kept, scaleBytes, zeros] = await Promise.all(
        [stored.values, stored.scales, stored.zeroPoints].map(bytesOf),
      );
      const scales = new Float32Array(scaleBytes!.buffer);
      const number = (bytes: Uint8Array, at: number) =>
        bits === 8 ? bytes[at]! : (bytes[at >> 1]! >> (4 * (at & 1))) & 15;
      const all = Float32Array.from({ length: outputs * inputs }, (_, at) => {
        const [row, input] = [Math.floor(at / inputs), at % inputs];
        const zero = number(zeros!, row * zerosOfRow + (input >> 5));
        return (number(kept!, row * blocks * 32 + input) - zero) * scales[row * blocks + (input >> 5)]!;
      });
      return all.slice(start * inputs, (start + count) * inputs);
    },
  };
}

async function bytesOf(stored: StoredWeight): Promise<Uint8Array<ArrayBuffer>> {
  const bytes: number[] = [];
  for await (const piece of stored.pieces()) bytes.push(...piece);
  return Uint8Array.from(bytes);
}
