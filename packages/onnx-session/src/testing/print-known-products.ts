import { onnxRuntimeNode } from '../node/index.ts';
import { knownAnswer } from '../quantized-products/known-answer.ts';
import { knownDistance } from './known-distance.ts';
import { fewProductKinds } from './product-kinds.ts';

// Prints what kinds of 8-bit products come out as: how far from what is right, or the code of the error that refuses it.
const runtime = onnxRuntimeNode();
const found: { readonly distance?: number; readonly code?: string }[] = [];
for (const product of fewProductKinds) {
  try {
    found.push({ distance: await knownDistance(runtime, knownAnswer(product)!) });
  } catch (error) {
    found.push({ code: (error as { code?: string }).code ?? String(error) });
  }
}
console.log(JSON.stringify({ found, checks: await runtime.checkQuantizedProducts() }));
