import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { ModelFiles } from '@slowfast/model-files';
import type { ReductionSettings } from '@slowfast/spec';
import type { UsedHubModel } from '../hub/hub-models.ts';

/** Where the model comes from. */
export type ModelChoice =
  | { readonly kind: 'embedded' }
  /** Files that people gave. */
  | { readonly kind: 'files'; readonly name: string; readonly files: ModelFiles }
  | { readonly kind: 'address'; readonly url: string }
  /** A model of the hub that is in this site's storage. */
  | ({ readonly kind: 'hub' } & UsedHubModel);

/** What runs the models. */
export type Device = 'auto' | 'wasm' | 'webgpu';

/** What makes an assistant; each change of it makes a new one. */
export interface AssistantChoice {
  readonly model: ModelChoice;
  readonly device: Device;
  readonly backend: string;
}

/** What people can set. Of the reduction, what is undefined stays as the model has it. */
export interface Settings {
  readonly frames: Signal<number | undefined>;
  /** The paper's notation. */
  readonly aggregation: Signal<string | undefined>;
  readonly budgetTokens: Signal<number | undefined>;
  readonly startSeconds: Signal<number | undefined>;
  readonly endSeconds: Signal<number | undefined>;
  readonly model: Signal<ModelChoice>;
  readonly device: Signal<Device>;
  readonly backend: Signal<string>;
  readonly reduction: ReadonlySignal<ReductionSettings>;
  readonly assistant: ReadonlySignal<AssistantChoice>;
  /** Back to the model's own reduction. */
  resetReduction(): void;
}

/** Settings as they are on a first visit: the embedded model, its own reduction, whatever runs it best. */
export function createSettings(): Settings {
  const frames = signal<number | undefined>();
  const aggregation = signal<string | undefined>();
  const budgetTokens = signal<number | undefined>();
  const startSeconds = signal<number | undefined>();
  const endSeconds = signal<number | undefined>();
  const model = signal<ModelChoice>({ kind: 'embedded' });
  const device = signal<Device>('auto');
  const backend = signal('reference');
  const ofReduction = { frames, aggregation, budgetTokens, startSeconds, endSeconds };
  return {
    ...ofReduction,
    model,
    device,
    backend,
    reduction: computed(() =>
      Object.fromEntries(
        Object.entries(ofReduction).flatMap(([name, { value }]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
    ),
    assistant: computed(() => ({ model: model.value, device: device.value, backend: backend.value })),
    resetReduction() {
      for (const each of Object.values(ofReduction)) each.value = undefined;
    },
  };
}
