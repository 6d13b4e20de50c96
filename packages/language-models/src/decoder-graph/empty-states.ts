import { AppendedStates } from './appended-states.ts';
import type { DecoderGraphStates } from './decoder-graph-states.ts';
import type { StatesBinding, WholeStateBinding } from './state-binding.ts';
import { WholeStates } from './whole-states.ts';

/** The states before the first token; the caller holds them. `contextLength`: most tokens that there can be. */
export function emptyStates(binding: StatesBinding, contextLength: number): DecoderGraphStates {
  if (binding.kind === 'appended') return AppendedStates.empty(binding.list, contextLength);
  return new WholeStates(binding.list.map(emptyState));
}

function emptyState({ type, emptyShape }: WholeStateBinding) {
  const length = emptyShape.reduce((product, size) => product * size, 1);
  const data = type === 'float16' ? new Uint16Array(length) : new Float32Array(length);
  return { type, shape: emptyShape, data };
}
