/** What sessions share with their model. */
export interface FakeModelState {
  readonly settings: {
    readonly embeddingSize: number;
    readonly contextLength: number;
    readonly tokensPerChunk: number;
    readonly answer?: string | undefined;
  };
  prefilledTokens: number;
  liveSessions: number;
  isDisposed: boolean;
}
