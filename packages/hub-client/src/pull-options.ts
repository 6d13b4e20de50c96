import type { FormTimes, ModelComponent, ModelDtype, ModelDtypeChoice } from '@slowfast/model-files';
import type { BroughtModel } from './brought-model.ts';
import type { OnHubProgress } from './hub-progress.ts';
import type { HubReference } from './hub-reference.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** Options of fetching a model, wherever it is kept. */
export interface PullOptions {
  /** The precision of the parts; without it what the model recommends, else fp32, else the most exact. */
  readonly dtype?: ModelDtypeChoice | undefined;
  /** Of the runtime that will run it: parts without a precision then take one that is fast there. */
  readonly formTimes?: FormTimes | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnHubProgress | undefined;
  /** How long and how often the hub is asked. */
  readonly retryPolicy?: Partial<RetryPolicy> | undefined;
}

/** A model of the hub that was brought. */
export interface PulledModel extends HubReference {
  readonly commit: string;
  /** Bytes of the files that a runtime needs, and what they are. */
  readonly bytes: number;
  readonly paths: readonly string[];
  readonly dtypes: Readonly<Partial<Record<ModelComponent, ModelDtype>>>;
  /** Why the hub could not be asked whether there is something newer; absent when it was asked, or need not be. */
  readonly unreachable?: string | undefined;
}

/** What was brought, without where it lies. */
export function pulledModel(
  { id, revision }: HubReference,
  { listing, chosen, unreachable }: BroughtModel,
): PulledModel {
  return {
    id,
    revision,
    commit: listing.commit,
    bytes: chosen.bytes,
    paths: chosen.files.map(({ path }) => path),
    dtypes: chosen.dtypes,
    unreachable,
  };
}
