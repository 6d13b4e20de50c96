import type { Reporter, TestModule, TestSpecification } from 'vitest/node';

const longestSilenceMs = 15_000;

/**
 * Says how far the tests are, and which files run, whenever no file has ended for a while. On a terminal Vitest's own reporter
 * shows it all the time, so there this one is silent.
 */
export default class ProgressReporter implements Reporter {
  readonly #running = new Set<TestModule>();
  #files = 0;
  #filesDone = 0;
  #testsDone = 0;
  #startedAt = 0;
  #lastSignAt = 0;
  #timer: NodeJS.Timeout | undefined;

  onTestRunStart(specifications: readonly TestSpecification[]): void {
    if (process.stdout.isTTY) return;
    this.#files = specifications.length;
    this.#startedAt = performance.now();
    this.#lastSignAt = this.#startedAt;
    this.#timer = setInterval(() => this.#breakSilence(), 1000);
    this.#timer.unref();
  }

  onTestModuleStart(module: TestModule): void {
    this.#running.add(module);
  }

  onTestModuleEnd(module: TestModule): void {
    this.#running.delete(module);
    this.#filesDone += 1;
    this.#lastSignAt = performance.now();
  }

  onTestCaseResult(): void {
    this.#testsDone += 1;
  }

  onTestRunEnd(): void {
    clearInterval(this.#timer);
  }

  #breakSilence(): void {
    const now = performance.now();
    if (now - this.#lastSignAt < longestSilenceMs) return;
    this.#lastSignAt = now;
    const seconds = Math.round((now - this.#startedAt) / 1000);
    const running = [...this.#running].map((module) => `${module.project.name} ${module.relativeModuleId}`);
    console.log(
      ` … ${seconds} s: ${this.#filesDone} of ${this.#files} files, ${this.#testsDone} tests; running: ${running.join(', ')}`,
    );
  }
}
