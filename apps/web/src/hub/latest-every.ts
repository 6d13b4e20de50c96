/** Shows values that may come faster than anybody reads. */
export interface LatestEvery<Value> {
  /** Shows the value: at once, or when the time has come and it is still the latest. */
  show(value: Value): void;
  /** Nothing is shown any more. */
  end(): void;
}

/** Shows at most one value in so many milliseconds, the last one always. */
export function latestEvery<Value>(milliseconds: number, show: (value: Value) => void): LatestEvery<Value> {
  let waiting: { readonly value: Value } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function showWaiting(): void {
    timer = undefined;
    if (!waiting) return;
    const { value } = waiting;
    waiting = undefined;
    timer = setTimeout(showWaiting, milliseconds);
    show(value);
  }

  return {
    show(value) {
      waiting = { value };
      if (timer === undefined) showWaiting();
    },
    end() {
      clearTimeout(timer);
      waiting = undefined;
    },
  };
}
