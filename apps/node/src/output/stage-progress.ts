import type { ProgressEvent, StageName } from '@slowfast/spec';
import type { CommandOutput } from './command-output.ts';
import { Pace } from './pace.ts';
import { formatBytes } from './units.ts';

/** What an assistant is doing, in words, by the steps that it reports. */
export class StageProgress {
  readonly #output: CommandOutput;
  readonly #before: string;
  readonly #begin = new Pace();
  readonly #paces = new Map<StageName, Pace>();
  #last: ProgressEvent | undefined;
  #encoded = 0;

  /** @param before what is done until a step is reported. */
  constructor(output: CommandOutput, before: string) {
    this.#output = output;
    this.#before = before;
  }

  /** Takes a step; pass it as `onProgress`. */
  readonly show = (event: ProgressEvent): void => {
    if (event.stage === 'encode') this.#encoded = event.done;
    const pace = this.#paces.get(event.stage) ?? new Pace();
    pace.reach(event.done, event.total);
    this.#paces.set(event.stage, pace);
    this.#last = event;
    this.#output.update();
  };

  /** The present activity, for {@link CommandOutput.during}. */
  readonly describe = (): string => {
    if (!this.#last) return `${this.#before}${this.#begin.remark}`;
    const { stage, done, total } = this.#last;
    const remark = (of: StageName = stage) => (this.#paces.get(of) ?? this.#begin).remark;
    switch (stage) {
      case 'load':
        return `loading the model: ${formatBytes(done)} of ${formatBytes(total)}${remark()}`;
      case 'open':
        return `${this.#before}${this.#begin.remark}`;
      // Frames are decoded ahead: what takes long is to encode them.
      case 'decode':
      case 'encode':
      case 'aggregate':
        return `encoding frames: ${this.#encoded} of ${total}${remark('encode')}`;
      case 'prefill':
        return `reading the prompt: ${done} of ${total} tokens${remark()}`;
      case 'decide':
        return `deciding: ${done} of ${total} ${total === 1 ? 'question' : 'questions'}`;
      case 'generate':
        return `answering: ${done} ${done === 1 ? 'token' : 'tokens'}`;
    }
  };
}
