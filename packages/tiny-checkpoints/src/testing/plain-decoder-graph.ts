import { float32Tensor, int64Tensor, type OnnxSession, type OnnxTensor } from '@slowfast/onnx-session';

/** What a decoder graph is fed: embeddings, or ids that it embeds itself with the features of the pictures among them. */
export interface DecoderGraphPiece {
  readonly length: number;
  readonly feeds: Readonly<Record<string, OnnxTensor>>;
}

/** A decoder graph with its state, as plainly as can be: every state goes back in as it came out. */
export function plainDecoderGraph(session: OnnxSession) {
  const isState = (name: string) => /^past/.test(name);
  const states: Record<string, OnnxTensor> = {};
  let past = 0;
  for (const { name, shape } of session.inputs.filter((input) => isState(input.name))) {
    const sizes = shape.map((size, axis) => (typeof size === 'number' ? size : axis === 0 ? 1 : 0));
    states[name] = float32Tensor(new Float32Array(sizes.reduce((a, b) => a * b, 1)), sizes);
  }
  return {
    /** Logits `[length, vocabulary]` of the new positions. */
    async run({ length, feeds }: DecoderGraphPiece): Promise<Float32Array> {
      const all: Record<string, OnnxTensor> = { ...feeds, ...states };
      const ones = Array<number>(past + length).fill(1);
      all.attention_mask = int64Tensor(ones, [1, ones.length]);
      if (session.inputs.some((input) => input.name === 'position_ids')) {
        all.position_ids = int64Tensor(
          Array.from({ length }, (_, index) => past + index),
          [1, length],
        );
      }
      const results = await session.run(all);
      for (const name of Object.keys(states)) {
        const present = name.replace('past_key_values', 'present').replace('past_conv', 'present_conv');
        states[name] = results[present] as OnnxTensor;
      }
      past += length;
      return results.logits!.data as Float32Array;
    },
  };
}
