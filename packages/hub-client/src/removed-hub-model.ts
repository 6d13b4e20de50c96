/** What was removed of a model of the hub. */
export interface RemovedHubModel {
  /** `owner/name`. */
  readonly id: string;
  readonly commits: readonly string[];
  readonly freedBytes: number;
}
