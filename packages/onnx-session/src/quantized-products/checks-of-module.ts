import type { OnnxRuntime } from '../onnx-runtime.ts';
import { type ProductChecks, productChecks } from './product-checks.ts';

// A processor does not change: what its products are like is found out once for a loaded runtime and its providers.
const known = new WeakMap<object, Map<string, ProductChecks>>();

/**
 * The checks of a loaded runtime.
 *
 * @param module what was loaded.
 * @param runtime names it for people.
 * @param providers in which products may be computed differently; the runtime's own if absent.
 * @param open opens a model as it is, with these providers.
 */
export function checksOfModule(
  module: object,
  runtime: string,
  providers: readonly string[] | undefined,
  open: OnnxRuntime['open'],
): ProductChecks {
  const ofModule = known.get(module) ?? new Map<string, ProductChecks>();
  known.set(module, ofModule);
  const key = providers?.join() ?? '';
  const checks = ofModule.get(key) ?? productChecks(runtime, open);
  ofModule.set(key, checks);
  return checks;
}
