/** A slider with its value beside it. */
export function RangeField(props: {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const { label, min, max, value, onChange } = props;
  return (
    <label class="field">
      <span class="field-name">{label}</span>
      <span class="range">
        <input
          type="range"
          aria-label={label}
          min={min}
          max={max}
          step={1}
          value={value}
          onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
        />
        <output>{value}</output>
      </span>
    </label>
  );
}
