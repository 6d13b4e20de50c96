/**
 * Iterates with the next item already asked for, so that a producer (decoding) works while the consumer (encoding) does.
 * At most one item is waiting.
 */
export async function* prefetch<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item, void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  const ask = () => {
    const next = iterator.next();
    // Whoever awaits it sees the failure; this keeps one that nobody awaits any more from ending the process.
    next.catch(() => {});
    return { next };
  };
  try {
    let asked = ask();
    for (;;) {
      const result = await asked.next;
      if (result.done) return;
      asked = ask();
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}
