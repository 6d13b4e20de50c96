import type { NodeDevice } from '../device.ts';

/** Execution providers of onnxruntime-node, by its names. */
export type NodeProvider = Exclude<NodeDevice, 'auto'>;

/** Those beside the processor, in the order in which `auto` would rather have them. */
export const acceleratorProviders = [
  'cuda',
  'dml',
  'webgpu',
  'coreml',
] as const satisfies readonly NodeProvider[];
