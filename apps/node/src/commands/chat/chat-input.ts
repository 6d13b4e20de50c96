import { createInterface, type Interface } from 'node:readline';
import { PromptScreen } from './prompt-screen.ts';

/** Where a conversation comes from: the process's own streams, or stand-ins of them. */
export interface ChatInputStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/**
 * Lines that somebody types at a terminal, with a prompt, or that come through a pipe. A line that is typed before it is waited for keeps. Dispose it
 * to leave the terminal as it was.
 */
export class ChatInput implements Disposable {
  /** Whether somebody sits there. */
  readonly isTerminal: boolean;
  /** Called at Ctrl-C of a terminal, unless it cleared a line that was begun. */
  onInterrupt: () => void = () => {};
  readonly #screen: PromptScreen | undefined;
  readonly #reader: Interface;
  readonly #lines: string[] = [];
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor({ stdin, stdout, stderr }: ChatInputStreams = process) {
    // A prompt is no answer: it goes to stderr, so that stdout may be a file.
    const shown = stdin.isTTY ? [stderr, stdout].find((stream) => stream.isTTY) : undefined;
    this.#screen = shown && new PromptScreen(shown);
    this.isTerminal = shown !== undefined;
    this.#reader = createInterface({
      input: stdin,
      ...(this.#screen && { output: this.#screen }),
      terminal: this.isTerminal,
      prompt: '> ',
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    // One that has ended does not say so again.
    this.#isClosed = stdin.readableEnded || stdin.destroyed;
    this.#reader
      .on('line', (line) => this.#change(() => this.#lines.push(line)))
      .on('close', () => this.#change(() => (this.#isClosed = true)))
      .on('SIGINT', () => this.#interrupt());
  }

  /**
   * The next line; undefined at the end.
   *
   * @throws the reason of the signal.
   */
  async next(signal: AbortSignal): Promise<string | undefined> {
    signal.throwIfAborted();
    if (this.#lines.length > 0 || this.#isClosed) {
      const line = this.#lines.shift();
      // What was typed ahead was not shown.
      if (line !== undefined) this.#screen?.show(`> ${line}\n`);
      return line;
    }
    if (this.#screen) {
      this.#screen.isMuted = false;
      this.#reader.prompt(true);
    }
    const changed = Promise.withResolvers<void>();
    this.#wake = () => changed.resolve();
    const onAbort = () => changed.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await changed.promise;
    } catch (error) {
      this.#screen?.show('\n');
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#wake = undefined;
    }
    const line = this.#lines.shift();
    if (line === undefined) this.#screen?.show('\n');
    return line;
  }

  [Symbol.dispose](): void {
    this.#reader.close();
  }

  #change(change: () => void): void {
    change();
    // Typed text and answers would run into each other.
    if (this.#screen) this.#screen.isMuted = true;
    this.#wake?.();
  }

  #interrupt(): void {
    if (this.#wake === undefined || this.#reader.line === '') this.onInterrupt();
    else {
      this.#reader.write(null, { ctrl: true, name: 'e' });
      this.#reader.write(null, { ctrl: true, name: 'u' });
    }
  }
}
