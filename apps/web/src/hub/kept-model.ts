import type { HubModelInStorage } from '@slowfast/hub-client/browser';
import type { ModelDtypeChoice } from '@slowfast/model-files';
import { dtypesText } from './dtypes-text.ts';

/** A model of the hub in this site's storage in one precision, or a part of it, as people see it. */
export interface KeptModel {
  /** `owner/name`, with the revision unless it is the usual one. */
  readonly name: string;
  readonly id: string;
  /** The revision that was asked for. */
  readonly revision: string;
  readonly commit: string;
  /** The precision that was asked for, or what that came to. */
  readonly dtype: ModelDtypeChoice | undefined;
  /** The precisions in words; empty while they are not known. */
  readonly precision: string;
  readonly isWhole: boolean;
  /** Undefined while it is not known. */
  readonly bytes: number | undefined;
  readonly bytesThere: number;
}

/** The name of a model for people. */
export function hubModelName(id: string, revision: string): string {
  return revision === 'main' ? id : `${id}@${revision}`;
}

/** The rows of the list, by name. */
export function keptModels(models: readonly HubModelInStorage[]): readonly KeptModel[] {
  return models.flatMap(({ id, snapshots }) =>
    snapshots.flatMap(({ commit, downloads }) =>
      downloads.map(({ revision, dtype, dtypes, isWhole, bytes, bytesThere }) => ({
        name: hubModelName(id, revision),
        id,
        revision,
        commit,
        dtype: dtype ?? dtypes,
        precision: dtypes ? dtypesText(dtypes) : '',
        isWhole,
        bytes,
        bytesThere,
      })),
    ),
  );
}
