import type { Signal } from '@preact/signals';

/** A number that may be left empty. */
export function NumberField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly min: number;
  readonly step: number | 'any';
  readonly placeholder: string;
  readonly value: Signal<number | undefined>;
}) {
  const { label, hint, min, step, placeholder, value } = props;
  return (
    <label class="field">
      <span class="field-name">
        {label}
        {hint && <span class="hint"> {hint}</span>}
      </span>
      <input
        type="number"
        inputMode="decimal"
        aria-label={label}
        min={min}
        step={step}
        placeholder={placeholder}
        value={value.value ?? ''}
        onInput={({ currentTarget }) => {
          const number = currentTarget.valueAsNumber;
          value.value = Number.isNaN(number) ? undefined : number;
        }}
      />
    </label>
  );
}
