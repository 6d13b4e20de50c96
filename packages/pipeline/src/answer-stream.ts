import {
  AnswerConsumedError,
  type AnswerPart,
  type AnswerResult,
  type AnswerStream,
  type OnNotice,
} from '@slowfast/spec';

/** Produces an answer: hands each part to `emit` and ends with the whole result. */
export type AnswerProducer = (emit: (part: AnswerPart) => void, signal: AbortSignal) => Promise<AnswerResult>;

/**
 * An answer that starts when it is first looked at. It then runs at its own speed, whether or not its parts are read, so
 * a slow reader holds up nobody; leaving the iteration early cancels it. A second iteration throws AnswerConsumedError.
 *
 * @param onNotice told of the notices, whoever reads the parts.
 */
export function answerStream(
  produce: AnswerProducer,
  signals: readonly AbortSignal[],
  onNotice?: OnNotice,
): AnswerStream {
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, ...signals]);
  const parts: AnswerPart[] = [];
  let wake: () => void = () => {};
  let running: Promise<AnswerResult> | undefined;

  const emit = (part: AnswerPart) => {
    parts.push(part);
    wake();
    if (part.type === 'notice') onNotice?.(part.notice);
  };
  const start = () => {
    if (!running) {
      running = Promise.resolve().then(() => {
        signal.throwIfAborted();
        return produce(emit, signal);
      });
      running.then(
        (result) => emit({ type: 'answer-end', result }),
        () => wake(),
      );
    }
    return running;
  };

  async function* iterate(): AsyncGenerator<AnswerPart, void, undefined> {
    let failure: { readonly error: unknown } | undefined;
    start().catch((error: unknown) => {
      failure = { error };
      wake();
    });
    let next = 0;
    try {
      for (;;) {
        const part = parts[next];
        if (part) {
          next += 1;
          yield part;
          if (part.type === 'answer-end') return;
        } else if (failure) {
          throw failure.error;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      left.abort(new DOMException('The answer was no longer wanted.', 'AbortError'));
    }
  }

  let isIterated = false;
  const iterateOnce = () => {
    if (isIterated) throw new AnswerConsumedError();
    isIterated = true;
    return iterate();
  };
  const text = async () => (await start()).answer;
  const textStream = { [Symbol.asyncIterator]: () => textDeltas(iterateOnce()) };
  return { [Symbol.asyncIterator]: iterateOnce, textStream, result: start, text };
}

async function* textDeltas(parts: AsyncIterable<AnswerPart>): AsyncGenerator<string, void, undefined> {
  for await (const part of parts) if (part.type === 'text-delta') yield part.text;
}
