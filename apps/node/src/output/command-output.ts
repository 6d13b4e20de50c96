import { env } from 'node:process';
import { createLogUpdate } from 'log-update';

/** How much is told beside results. */
export interface OutputSettings {
  /** Neither notes nor progress. */
  readonly quiet?: true;
  /** Details, too. */
  readonly verbose?: true;
}

/** Where a command writes to; the process's own streams, or stand-ins of them. */
export interface OutputStreams {
  readonly stdout: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
  readonly stderr: NodeJS.WriteStream;
}

const redrawMs = 1000;
const leastRedrawMs = 100;
/** How often progress is told where there is no terminal to draw on. */
const tellMs = 10_000;

/**
 * What a command says: results on stdout; notes, details and progress on stderr. Progress is one line of a terminal that is gone
 * before anything else is written, and a line every ten seconds elsewhere; none where SLOWFAST_NO_PROGRESS is set. Dispose it to end
 * the progress.
 */
export class CommandOutput implements Disposable {
  readonly isVerbose: boolean;
  readonly #isQuiet: boolean;
  readonly #showsProgress: boolean;
  readonly #streams: OutputStreams;
  readonly #line: ReturnType<typeof createLogUpdate> | undefined;
  readonly #now: () => number;
  readonly #told = new Set<string>();
  #activity: (() => string) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #drawnAt = -Infinity;
  #toldAt: number;
  /** Whether stdout's last line waits for more, so that nothing may be drawn below it. */
  #isMidLine = false;

  /** @param now milliseconds of a clock that doesn't go back. */
  constructor(
    { quiet, verbose }: OutputSettings,
    streams: OutputStreams = process,
    now: () => number = () => performance.now(),
  ) {
    this.#now = now;
    this.#toldAt = now();
    this.#isQuiet = quiet === true;
    this.#showsProgress = !this.#isQuiet && !env.SLOWFAST_NO_PROGRESS;
    this.isVerbose = verbose === true;
    this.#streams = streams;
    // A terminal that doesn't tell how wide it is can't be drawn on.
    if (streams.stderr.isTTY && streams.stderr.columns > 0)
      this.#line = createLogUpdate(streams.stderr, { showCursor: true });
  }

  /** Writes a part of the result to stdout. */
  result(text: string): void {
    if (text === '') return;
    this.#erase();
    this.#streams.stdout.write(text);
    this.#isMidLine = !text.endsWith('\n');
  }

  /** Ends a line of the result that waits for more. */
  endLine(): void {
    if (this.#isMidLine) this.result('\n');
  }

  /** Tells something that is no error, once if it comes up again. */
  note(text: string): void {
    if (this.#isQuiet || this.#told.has(text)) return;
    this.#told.add(text);
    this.#write(`note: ${text}\n`);
  }

  /** Tells what came of something that was asked for beside a result, as often as that is. */
  remark(text: string): void {
    if (!this.#isQuiet) this.#write(`${text}\n`);
  }

  /** Tells what only some want to know. */
  detail(text: string): void {
    if (this.isVerbose) this.#write(`${text}\n`);
  }

  /** Tells what went wrong, where the command goes on. */
  failure(line: string): void {
    this.#write(`${line}\n`);
  }

  /** Shows what is being done while some work runs; `activity` is asked again as time goes by. */
  async during<R>(activity: string | (() => string), work: () => Promise<R>): Promise<R> {
    const outer = this.#activity;
    this.#begin(typeof activity === 'string' ? () => activity : activity);
    try {
      return await work();
    } finally {
      if (outer) this.#begin(outer);
      else this[Symbol.dispose]();
    }
  }

  /** Shows the present activity again, once it has something new to tell. Cheap: it may be called as often as there is. */
  update(): void {
    if (!this.#activity || !this.#showsProgress) return;
    const now = this.#now();
    if (this.#line) {
      if (this.#isMidLine || now - this.#drawnAt < leastRedrawMs) return;
      this.#drawnAt = now;
      this.#line(this.#activity());
    } else if (now - this.#toldAt >= tellMs) {
      this.#toldAt = now;
      this.#streams.stderr.write(`${this.#activity()}\n`);
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#activity = undefined;
    this.#erase();
  }

  #begin(activity: () => string): void {
    this.#activity = activity;
    this.#timer ??= setInterval(() => this.update(), redrawMs).unref();
    this.#drawnAt = -Infinity;
    this.update();
  }

  #erase(): void {
    this.#line?.clear();
    this.#drawnAt = -Infinity;
  }

  #write(text: string): void {
    this.#erase();
    // On a terminal both streams share the line.
    if (this.#isMidLine && this.#streams.stdout.isTTY && this.#line) {
      this.#streams.stderr.write('\n');
      this.#isMidLine = false;
    }
    this.#streams.stderr.write(text);
  }
}
