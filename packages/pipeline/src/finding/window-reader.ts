import { type AnswerUsage, hostTensor, type Tensor, type TokenGrid } from '@slowfast/spec';
import type { PreparedDecision } from '../decisions/prepare-decision.ts';
import { readDecision } from '../decisions/read-decision.ts';
import type { ModelUser } from '../model-turns.ts';
import type { StageClock } from '../stage-clock.ts';
import type { ReducingStages } from '../stages.ts';
import { VideoPrefix } from '../video-prefix.ts';
import type { WindowPlans } from './window-plans.ts';

/** What reading takes and tells. */
export interface WindowReaderParts<T extends Tensor> {
  readonly stages: ReducingStages<T>;
  readonly windows: WindowPlans;
  readonly grid: Omit<TokenGrid, 'frames'>;
  readonly decision: PreparedDecision;
  readonly clock: StageClock;
  readonly models: ModelUser;
  readonly signal: AbortSignal;
  /** Called after each decision with their number. */
  readonly onDecision: (decisions: number) => void;
}

/** The features of a frame by its place among others, `[rows, columns, size]`. */
type FeaturesOf = (place: number) => Promise<Float32Array>;

/** Decides on frames that have been encoded, as on a video of their own. */
export class WindowReader<T extends Tensor> {
  readonly #parts: WindowReaderParts<T>;
  #decisions = 0;
  #videoTokens = 0;

  constructor(parts: WindowReaderParts<T>) {
    this.#parts = parts;
  }

  /** Decisions so far. */
  get decisions(): number {
    return this.#decisions;
  }

  /** Tokens of all of them. */
  get usage(): AnswerUsage {
    const { textTokens, answerTokens } = this.#parts.decision;
    return {
      videoTokens: this.#videoTokens,
      promptTokens: this.#videoTokens + this.#decisions * textTokens,
      answerTokens: this.#decisions * answerTokens,
    };
  }

  /** How likely yes is for consecutive frames, whose features are asked for one after the other. */
  async probability(frames: number, featuresOf: FeaturesOf): Promise<number> {
    const { stages, decision, clock, models, signal, onDecision } = this.#parts;
    const tokens = await this.#reduced(frames, featuresOf);
    await using prefix = new VideoPrefix(stages.languageModel, tokens);
    const { watchWeights } = stages;
    const read = await readDecision(decision, {
      ...{ prefix, watchWeights, clock, models, signal, temperature: 1 },
    });
    this.#decisions += 1;
    this.#videoTokens += tokens.shape[0]!;
    onDecision(this.#decisions);
    return read.probabilities[0]!;
  }

  async #reduced(frames: number, featuresOf: FeaturesOf) {
    const { stages, windows, grid, clock, models, signal } = this.#parts;
    const { encoder, backend } = stages;
    const { aggregator, chosen } = windows.of(frames);
    const size = encoder.embeddingSize;
    const layout = { frames: chosen.length, ...grid, size };
    const reduce = async () => {
      using aggregation = aggregator.begin(layout, backend);
      for (const position of chosen) {
        using frame = hostTensor(await featuresOf(position), [1, grid.rows, grid.columns, size]);
        await aggregation.push(frame);
      }
      using tokens = await aggregation.finish();
      return hostTensor((await tokens.read()).slice(), tokens.shape);
    };
    return models.during(() => clock.time('aggregate', reduce), signal);
  }
}
