/** What this backend needs of a TensorFlow.js tensor. *
 * `tensor` alone tells the type of a tensor: TypeScript can't infer it from the others, which are generic themselves.
 */
export interface TfjsLibraryTensor {
  readonly shape: readonly number[];
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

/**
 * What this backend needs of TensorFlow.js, so that any build of it fits (`@tensorflow/tfjs`, `-core` with a backend,
 * `-node`, `-node-gpu`) and none of its types are needed by people who use another backend.
 *
 * `tensor` alone tells the type of a tensor: TypeScript can't infer it from the others, which are generic themselves.
 */
export interface TfjsLibrary<T extends TfjsLibraryTensor> {
  getBackend(): string;
  tidy(work: () => void): void;
  keep(tensor: NoInfer<T>): NoInfer<T>;
  tensor(values: Float32Array, shape: number[], dtype: 'float32'): T;
  clone(tensor: NoInfer<T>): NoInfer<T>;
  reshape(tensor: NoInfer<T>, shape: number[]): NoInfer<T>;
  slice(tensor: NoInfer<T>, begin: number[], size: number[]): NoInfer<T>;
  gather(tensor: NoInfer<T>, indices: NoInfer<T>, axis: number): NoInfer<T>;
  tensor1d(values: Int32Array, dtype: 'int32'): NoInfer<T>;
  max(tensor: NoInfer<T>, axis: number): NoInfer<T>;
  mean(tensor: NoInfer<T>, axis: number): NoInfer<T>;
  sum(tensor: NoInfer<T>, axis: number): NoInfer<T>;
  add(left: NoInfer<T>, right: NoInfer<T>): NoInfer<T>;
  mul(tensor: NoInfer<T>, factor: number): NoInfer<T>;
  concat(tensors: NoInfer<T>[], axis: number): NoInfer<T>;
}
