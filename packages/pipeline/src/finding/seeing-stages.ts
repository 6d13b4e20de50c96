import {
  hostTensor,
  type LanguageModelSession,
  type OverflowStorage,
  type PromptTemplate,
} from '@slowfast/spec';
import { testStages } from '../test-stages.ts';

/** How likely yes is for a window of frames with these marks. */
export type Seeing = (marks: readonly number[]) => number;

/**
 * Stages for tests of finding: the encoder makes each frame's features of a mark, which it gives the frame by its index, and the language model is
 * as sure as it is told to be of the marks that it sees. All that was encoded is noted.
 */
export function seeingStages(
  markOf: (index: number) => number,
  see: Seeing = ([...marks]) => +marks.includes(1),
) {
  const stages = testStages();
  const encoded: number[] = [];
  let liveTensors = 0;
  const { rows, columns } = stages.encoder.frameTransform({ width: 1, height: 1 });
  const size = stages.encoder.embeddingSize;
  const encoder: typeof stages.encoder = Object.create(stages.encoder, {
    encode: {
      value: async (...[frames, options]: Parameters<typeof stages.encoder.encode>) => {
        options?.signal?.throwIfAborted();
        await new Promise((resolve) => setTimeout(resolve, 0));
        encoded.push(...frames.map(({ index }) => index));
        const values = frames.flatMap(({ index }) => new Array(rows * columns * size).fill(markOf(index)));
        liveTensors += 1;
        const tensor = hostTensor(Float32Array.from(values), [frames.length, rows, columns, size]);
        const dispose = () => {
          liveTensors -= 1;
          tensor[Symbol.dispose]();
        };
        return { shape: tensor.shape, read: () => tensor.read(), [Symbol.dispose]: dispose };
      },
    },
  });
  const template: PromptTemplate = { ...stages.template, booleanQuestions: 'plain' };
  const model = stages.languageModel;
  const [[yes], [no]] = ['yes', 'no'].map((text) => model.spellings([], text)[0]!) as [number[], number[]];
  const seeingSession = (session: LanguageModelSession, marks: readonly number[]): LanguageModelSession => {
    let seen = marks;
    return Object.create(session, {
      tokenCount: { get: () => session.tokenCount },
      prefill: {
        value: async (...[parts, options]: Parameters<typeof session.prefill>) => {
          const values = await options?.videoTokens?.read();
          if (values) seen = [...new Set(values)];
          return session.prefill(parts, options);
        },
      },
      nextLogits: {
        value: async () => {
          const logits = new Float32Array(1 + Math.max(yes!, no!)).fill(-20);
          const probability = see(seen);
          logits[yes!] = Math.log(probability);
          logits[no!] = Math.log(1 - probability);
          return logits;
        },
      },
      fork: { value: async () => seeingSession(await session.fork(), seen) },
      dispose: { value: () => session.dispose() },
      [Symbol.asyncDispose]: { value: () => session.dispose() },
    });
  };
  const languageModel: typeof model = Object.create(model, {
    session: { value: async () => seeingSession(await model.session(), []) },
  });
  return {
    stages: { ...stages, encoder, languageModel, template },
    encoded,
    leaks: () => ({ tensors: liveTensors, sessions: model.liveSessions }),
  };
}

/** Keeps numbers in an array, and counts. */
export function countingOverflow() {
  const counts = { written: 0, kept: 0, mostKept: 0, open: 0, reading: 0, mostReading: 0 };
  const storage: OverflowStorage = {
    open() {
      const kept = new Map<number, Float32Array>();
      counts.open += 1;
      const dispose = async () => {
        counts.open -= 1;
        counts.kept -= kept.size;
      };
      return {
        async write(values) {
          counts.written += 1;
          counts.kept += 1;
          counts.mostKept = Math.max(counts.mostKept, counts.kept);
          kept.set(counts.written, values.slice());
          return counts.written;
        },
        async read(id) {
          counts.reading += 1;
          counts.mostReading = Math.max(counts.mostReading, counts.reading);
          await Promise.resolve();
          counts.reading -= 1;
          return kept.get(id)!.slice();
        },
        free(id) {
          counts.kept -= 1;
          kept.delete(id);
        },
        dispose,
        [Symbol.asyncDispose]: dispose,
      };
    },
  };
  return { storage, counts };
}
