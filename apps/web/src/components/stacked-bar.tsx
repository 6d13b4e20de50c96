/** A part of a whole. */
export interface Part {
  readonly name: string;
  readonly amount: number;
  /** How it is drawn. */
  readonly kind: 'slow' | 'fast' | 'prompt' | 'answer';
}

const drawnWidth = 1000;
const drawnHeight = 26;

/** Parts of a whole as one bar, with the numbers as text below it. What goes beyond the whole is hatched. */
export function StackedBar(props: {
  /** The picture in words. */
  readonly label: string;
  readonly parts: readonly Part[];
  /** Width of the whole; what the parts leave is free. */
  readonly capacity: number;
  readonly format?: (amount: number) => string;
}) {
  const { parts, capacity, format = (amount) => amount.toLocaleString('en') } = props;
  const sum = parts.reduce((total, { amount }) => total + amount, 0);
  const scale = drawnWidth / Math.max(sum, capacity);
  const limit = capacity * scale;
  let x = 0;
  return (
    <>
      <svg
        class="bar"
        viewBox={`0 0 ${drawnWidth} ${drawnHeight}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={props.label}
      >
        <rect class="part of-free" width={drawnWidth} height={drawnHeight} />
        {parts.map(({ name, amount, kind }) => {
          const from = x;
          x += amount * scale;
          return (
            <rect key={name} class={`part of-${kind}`} x={from} width={amount * scale} height={drawnHeight} />
          );
        })}
        {sum > capacity && (
          <>
            <defs>
              <pattern id="beyond" width="12" height="12" patternUnits="userSpaceOnUse">
                <path class="hatch" d="M-3 3 3-3M0 12 12 0M9 15 15 9" />
              </pattern>
            </defs>
            <rect x={limit} width={drawnWidth - limit} height={drawnHeight} fill="url(#beyond)" />
            <rect class="limit" x={limit - 2} width="4" height={drawnHeight} />
          </>
        )}
      </svg>
      <ul class="bar-legend">
        {parts.map(({ name, amount, kind }) => (
          <li key={name}>
            <span class={`swatch of-${kind}`} aria-hidden="true" /> {name} <b>{format(amount)}</b>
          </li>
        ))}
        {sum < capacity && (
          <li>
            <span class="swatch of-free" aria-hidden="true" /> Free <b>{format(capacity - sum)}</b>
          </li>
        )}
      </ul>
    </>
  );
}
