import type { Signal } from '@preact/signals';
import {
  type AggregationMode,
  type AggregationSettings,
  aggregationModes,
  formatAggregation,
  parseAggregation,
} from '@slowfast/token-aggregators';
import type { Problem } from '../../state/problem.ts';
import { RangeField } from './range-field.tsx';

const modeNames: Readonly<Partial<Record<AggregationMode, string>>> = {
  concat: 'every token',
  spatial_1d_max_pool: 'strongest of neighbours, 1 × 2',
  spatial_1d_avg_pool: 'mean of neighbours, 1 × 2',
  spatial_2d_max_pool: 'strongest of squares, 2 × 2',
  spatial_2d_avg_pool: 'mean of squares, 2 × 2',
};

const grids = ['1x1', '2x2', '4x4', '8x8', '0x0'];

/** The aggregation, by a few controls or in the paper's notation: both write the same text. */
export function AggregationFields(props: {
  readonly aggregation: Signal<string | undefined>;
  /** The model's own. */
  readonly standard: string;
  readonly problem: Problem | undefined;
}) {
  const { aggregation, standard, problem } = props;
  const text = aggregation.value ?? standard;
  const settings = parsed(text);
  const isRefused = problem?.code === 'invalid-aggregation' || problem?.code === 'aggregation-mismatch';
  return (
    <>
      {settings?.type === 'slowfast' && <PathwayFields settings={settings} aggregation={aggregation} />}
      <label class="field">
        <span class="field-name">
          Aggregation <span class="hint">in the notation of the paper</span>
        </span>
        <input
          type="text"
          class="code"
          aria-label="Aggregation"
          spellcheck={false}
          autocomplete="off"
          value={text}
          aria-invalid={isRefused}
          aria-describedby="plan-problem"
          onInput={({ currentTarget }) => {
            aggregation.value = currentTarget.value.trim();
          }}
        />
        {isRefused && <span class="field-problem">This can’t be used here: see above.</span>}
      </label>
    </>
  );
}

function PathwayFields({
  settings,
  aggregation,
}: {
  readonly settings: Extract<AggregationSettings, { type: 'slowfast' }>;
  readonly aggregation: Signal<string | undefined>;
}) {
  const { slow, fast } = settings;
  const write = (changed: Partial<typeof settings>) => {
    aggregation.value = formatAggregation({ ...settings, ...changed });
  };
  const grid = `${fast.rows}x${fast.columns}`;
  const modes = aggregationModes.filter((mode) => mode in modeNames || mode === slow.mode);
  return (
    <>
      <RangeField
        label="Slow frames"
        min={grid === '0x0' ? 1 : 0}
        max={Math.max(32, slow.frames)}
        value={slow.frames}
        onChange={(frames) => write({ slow: { ...slow, frames } })}
      />
      <div class="pair">
        <label class="field">
          <span class="field-name">Slow mode</span>
          <select
            aria-label="Slow mode"
            value={slow.mode}
            onChange={({ currentTarget }) =>
              write({ slow: { ...slow, mode: currentTarget.value as AggregationMode } })
            }
          >
            {modes.map((mode) => (
              <option key={mode} value={mode}>
                {modeNames[mode] ?? mode}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span class="field-name">Fast grid</span>
          <select
            aria-label="Fast grid"
            value={grid}
            onChange={({ currentTarget }) => {
              const [rows = 0, columns = 0] = currentTarget.value.split('x').map(Number);
              write({ fast: { rows, columns } });
            }}
          >
            {[...new Set([...grids, grid])].map((each) => (
              <option key={each} value={each} disabled={each === '0x0' && slow.frames === 0}>
                {each === '0x0' ? 'none' : each.replace('x', ' × ')}
              </option>
            ))}
          </select>
        </label>
      </div>
    </>
  );
}

/** Undefined while people are still writing it; the plan says what is wrong. */
function parsed(text: string): AggregationSettings | undefined {
  try {
    return parseAggregation(text);
  } catch {
    return undefined;
  }
}
