import type { QuantizedProduct } from '@slowfast/onnx-format';
import {
  type QuantizedProductCheck,
  type QuantizedProductMode,
  QuantizedProductWrongError,
} from '@slowfast/spec';
import type { OnnxRuntime } from '../onnx-runtime.ts';
import { type ComputedProduct, computeProduct } from './compute-product.ts';
import { signedMagnitudes } from './known-answer.ts';
import type { ModelProducts } from './model-products.ts';

type Config = Readonly<Record<string, string>>;

/** Knows which modes of a runtime multiply 8-bit weights rightly on this machine. */
export interface ProductChecks {
  /**
   * The configuration entries with which a model is right: those that are given, and the runtime's precise mode where its
   * default is wrong. Each kind of product is computed once.
   *
   * @throws QuantizedProductWrongError when there is no such mode.
   */
  configFor(products: ModelProducts, given?: Config): Promise<Config>;
  /** What the products of models that people run came out as here. */
  usual(): Promise<readonly QuantizedProductCheck[]>;
}

/**
 * Where two products of an unsigned and a signed byte are added in 16 bits, as on x86 without VNNI, the sum can overflow.
 * The precise mode stores signed weights as unsigned ones, whose kernels don't. It is slower everywhere, so it is taken only
 * where the default is wrong, and it leaves out what it can't rewrite: weights of an outer graph, weights that are computed,
 * later versions of some operators
 * (https://github.com/microsoft/onnxruntime/blob/v1.30.0/include/onnxruntime/core/session/onnxruntime_session_options_config_keys.h, `kOrtSessionOptionsAvx2PrecisionMode`).
 */
const preciseKey = 'session.x64quantprecision';
const configOf: Readonly<Record<QuantizedProductMode, Config>> = {
  default: {},
  precise: { [preciseKey]: '1' },
};
const modes = Object.keys(configOf) as QuantizedProductMode[];
/** Of symmetric weights, as models have them. */
const [, usualMagnitude] = signedMagnitudes;

const plain = { opset: 13, weights: 'graph' } as const;
const microsoft = { domain: 'com.microsoft', opset: 1, weights: 'graph' } as const;
/** Tells whether sums of 8-bit products can overflow here. */
const signedProduct: QuantizedProduct = {
  operator: 'MatMulInteger',
  domain: '',
  weightType: 'int8',
  ...plain,
};
const blocks = { operator: 'MatMulNBits', weightType: 'uint8', blockSize: 32, accuracyLevel: 4 } as const;
/** Of converted checkpoints and of those that people publish. */
const usualProducts: readonly QuantizedProduct[] = [
  { operator: 'DynamicQuantizeMatMul', weightType: 'int8', ...microsoft },
  signedProduct,
  { ...signedProduct, weightType: 'uint8' },
  { ...blocks, ...microsoft, bits: 8 },
  { ...blocks, ...microsoft, bits: 4 },
];

/**
 * Checks of one runtime with one set of providers.
 *
 * @param runtime names it for people.
 * @param open opens a model as it is, with the configuration entries that it is given.
 */
export function productChecks(runtime: string, open: OnnxRuntime['open']): ProductChecks {
  const computed = new Map<string, Promise<ComputedProduct | undefined>>();

  function compute(
    product: QuantizedProduct,
    config: Config,
    largest: number = signedMagnitudes[0],
  ): Promise<ComputedProduct | undefined> {
    const key = JSON.stringify([product, config, largest]);
    const known = computed.get(key) ?? computeProduct(product, largest, open, config);
    computed.set(key, known);
    return known;
  }

  /** Magnitude of signed weights up to which products of this kind are right; any weights are within that of the first. */
  async function safeMagnitude(product: QuantizedProduct, config: Config): Promise<number> {
    for (const largest of signedMagnitudes) {
      const found = await compute(product, config, largest);
      // Where none has a known result, all are right only where no 8-bit product is wrong.
      if (!found) return (await compute(signedProduct, configOf.default))?.isRight ? largest : 0;
      if (found.isRight) return largest;
      if (product.weightType !== 'int8') return 0;
    }
    return 0;
  }

  /** The product that people are told of: one with magnitudes that models have, or with the very largest where that alone is wrong. */
  async function tellingProduct(product: QuantizedProduct, config: Config) {
    const found = await compute(product, config, usualMagnitude);
    return found?.isRight ? compute(product, config) : found;
  }

  return {
    async configFor({ model, kinds, largestWeight }, given = {}) {
      const configs = preciseKey in given ? [given] : modes.map((mode) => ({ ...given, ...configOf[mode] }));
      const magnitudesOf = (config: Config) =>
        Promise.all(kinds.map((kind) => safeMagnitude(kind, entriesOfModes(config))));
      for (const config of configs) {
        const safe = await magnitudesOf(config);
        if (safe.every((magnitude) => magnitude === signedMagnitudes[0])) return config;
      }
      // Right are the weights of a model that are small enough.
      let wrong: QuantizedProduct | undefined;
      for (const config of configs) {
        const safe = await magnitudesOf(config);
        wrong = undefined;
        for (const [i, kind] of kinds.entries()) {
          const isSafe =
            safe[i] === signedMagnitudes[0] ||
            (safe[i]! > 0 && isWithin(await largestWeight(kind), safe[i]!));
          if (!isSafe) wrong ??= kind;
        }
        if (!wrong) return config;
      }
      const found = await tellingProduct(wrong!, entriesOfModes(configs.at(-1)!));
      throw new QuantizedProductWrongError({
        ...{ runtime, model, product: productName(wrong!) },
        ...(found && { found: found.found, expected: found.expected }),
      });
    },
    async usual() {
      const checks = await Promise.all(usualProducts.map(check));
      return checks.filter((each) => each !== undefined);
    },
  };

  async function check(product: QuantizedProduct): Promise<QuantizedProductCheck | undefined> {
    const byDefault = await tellingProduct(product, configOf.default);
    if (!byDefault) return undefined;
    const { found, expected } = byDefault;
    const safe = await Promise.all(modes.map((mode) => safeMagnitude(product, configOf[mode])));
    const mode = modes[safe.indexOf(Math.max(...safe))];
    return {
      product: productName(product),
      found,
      expected,
      ...(mode && Math.max(...safe) >= usualMagnitude && { mode }),
    };
  }
}

function isWithin(largest: number | undefined, most: number): boolean {
  return largest !== undefined && largest <= most;
}

/** Other entries have no part in how products are computed, and their number would not be small. */
function entriesOfModes(config: Config): Config {
  const value = config[preciseKey];
  return value === undefined ? {} : { [preciseKey]: value };
}

const places = { graph: '', 'outer-graph': ' of an outer graph', computed: ' that are computed' } as const;

/** What people call a kind of product. */
export function productName({
  operator,
  opset,
  domain,
  weightType,
  bits,
  weights,
}: QuantizedProduct): string {
  const version = domain === '' && opset > plain.opset ? ` ${opset}` : '';
  const type = bits === undefined ? (weightType === 'other' ? 'int8' : weightType) : `${bits}-bit`;
  return `${operator}${version} with ${type} weights${places[weights]}`;
}
