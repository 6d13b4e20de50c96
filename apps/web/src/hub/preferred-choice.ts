import type { HubModelChoice, HubModelOffer } from '@slowfast/model-files/hub';
import { hasFewBits } from './dtypes-text.ts';

// Eight bits are the fastest there, signed ones before the others.
const wanted = ['int8', 'q8', 'uint8', 'fp32', 'fp16'];

/**
 * The precision that is proposed: what the model recommends, but on WebAssembly one that is not unusably slow, where there is
 * one.
 */
export function preferredChoice({ recommended, choices }: HubModelOffer, provider: string): HubModelChoice {
  if (provider === 'webgpu' || !hasFewBits(recommended.dtypes)) return recommended;
  const usable = wanted.map((dtype) => choices.find((choice) => choice.dtype === dtype));
  return usable.find((choice) => choice !== undefined) ?? recommended;
}
