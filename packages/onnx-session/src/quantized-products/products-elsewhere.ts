import type { QuantizedProduct } from '@slowfast/onnx-format';
import type { OnnxRuntime } from '../onnx-runtime.ts';
import { knownAnswer } from './known-answer.ts';
import { productName } from './product-checks.ts';

/**
 * The kinds of products that a device has not: the runtime computes them on the processor, in the middle of a session of that device. Found
 * out by tiny models which are to run without the processor; sums over sizes, which are always there, don't count.
 *
 * @param open opens a model on the device, as it is.
 */
export async function productsElsewhere(
  kinds: readonly QuantizedProduct[],
  open: OnnxRuntime['open'],
): Promise<readonly string[]> {
  const elsewhere = new Set<string>();
  for (const kind of kinds) {
    const answer = knownAnswer({ ...kind, weights: 'graph' });
    if (answer && (await needsProcessor(answer.model, open))) elsewhere.add(productName(kind));
  }
  return [...elsewhere];
}

async function needsProcessor(model: Uint8Array, open: OnnxRuntime['open']): Promise<boolean> {
  try {
    await using _ = await open(model, { config: { 'session.disable_cpu_ep_fallback': '1' } });
    return false;
  } catch (error) {
    return /fallback to CPU EP has been explicitly disabled/.test(String(error));
  }
}

/** What people are told of a session that computes some of its products elsewhere. */
export function elsewhereLimit(device: string, products: readonly string[]): string {
  return `${device} has no ${products.join(' and no ')}, which the processor computes in between: take other weights for it, such as fp32 or q4`;
}
