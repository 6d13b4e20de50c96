import { AggregationMismatchError, InvalidAggregationError, type Tensor } from '@slowfast/spec';
import { onnxBackend } from '@slowfast/tensor-backends/onnx';
import { referenceBackend } from '@slowfast/tensor-backends/reference';
import {
  type BackendUnderTest,
  tokenAggregatorConformance,
  tokenAggregatorGoldens,
} from '@slowfast/test-kit';
import { readAggregationGoldens } from '@slowfast/test-kit/files';
import { describe, expect, test } from 'vitest';
import { type AggregationSettings, aggregationModes } from './aggregation-settings.ts';
import { parseAggregation } from './parse-aggregation.ts';
import { tokenAggregator } from './token-aggregator.ts';

const create = (config: string) => tokenAggregator(parseAggregation(config));

function reference(): BackendUnderTest<Tensor> {
  const backend = referenceBackend();
  return { backend, liveTensors: () => backend.liveTensors };
}

function onnx(): BackendUnderTest<Tensor> {
  const backend = onnxBackend({ threads: 1 });
  return { backend, liveTensors: () => backend.liveTensors };
}

const configs = [
  ...aggregationModes,
  ...aggregationModes.map((mode) => `slowfast-slow_4frms_${mode}-fast_2x3`),
  'slowfast-slow_0frms_concat-fast_1x1',
  'slowfast-slow_50frms_spatial_1d_max_pool-fast_0x0',
];
for (const config of configs) {
  tokenAggregatorConformance(config, { create: () => create(config), createBackend: reference });
}
for (const config of ['slowfast-slow_4frms_spatial_1d_max_pool-fast_2x3', 'spatial_temporal_pool']) {
  tokenAggregatorConformance(`${config} on onnxruntime`, {
    create: () => create(config),
    createBackend: onnx,
  });
}

const goldens = await readAggregationGoldens();
tokenAggregatorGoldens('reference', { create, createBackend: reference, goldens });
tokenAggregatorGoldens('onnxruntime', { create, createBackend: onnx, goldens });

describe('tokenAggregator', () => {
  test('is named by the canonical notation', () => {
    expect(create('slowfast-slow_010frms_concat-fast_04x4').id).toBe('slowfast-slow_10frms_concat-fast_4x4');
    expect(create('None').id).toBe('concat');
  });

  test('refuses settings that types can not rule out', () => {
    const slowfast = (frames: number, rows: number, columns: number): AggregationSettings => ({
      type: 'slowfast',
      slow: { frames, mode: 'concat' },
      fast: { rows, columns },
    });
    for (const settings of [
      slowfast(0, 0, 0),
      slowfast(-1, 4, 4),
      slowfast(1.5, 4, 4),
      slowfast(10, 0, 4),
      slowfast(10, 4, Number.NaN),
      { type: 'one-pathway', mode: 'mean' as 'concat' } as const,
    ]) {
      expect(() => tokenAggregator(settings)).toThrow(InvalidAggregationError);
    }
  });

  test('looks at no slow frames where that pathway is off', () => {
    expect(create('slowfast-slow_0frms_concat-fast_4x4').slowPositions(8)).toEqual([]);
    expect(create('spatial_2d_max_pool').slowPositions(3)).toEqual([0, 1, 2]);
  });

  test.each([
    ['slowfast-slow_4frms_spatial_1d_max_pool-fast_2x3', 12],
    ['slowfast-slow_4frms_concat-fast_0x0', 24],
    ['spatial_2d_avg_pool', 6],
    ['concat', 24],
    ['slowfast-slow_4frms_spatial_temporal_pool-fast_2x3', undefined],
    ['slowfast-slow_0frms_concat-fast_2x3', undefined],
    ['spatial_temporal_pool', undefined],
    ['temporal_global_pool', undefined],
  ])('a slow frame of %s has %s tokens of its own', (notation, tokens) => {
    expect(create(notation).tokensPerSlowFrame?.({ frames: 8, rows: 4, columns: 6 })).toBe(tokens);
  });

  test.each(['spatial_1d_max_pool', 'spatial_1d_avg_pool', 'spatial_2d_max_pool', 'spatial_2d_avg_pool'])(
    '%s refuses a grid of one token',
    (mode) => {
      const layout = { frames: 2, rows: 1, columns: 1, size: 4 };
      expect(() => create(mode).begin(layout, referenceBackend())).toThrow(AggregationMismatchError);
      const slowfast = create(`slowfast-slow_0frms_${mode}-fast_1x1`);
      expect(slowfast.countTokens(layout).total).toBe(2);
    },
  );

  test('is disposed when the backend fails', async () => {
    const backend = referenceBackend();
    const failing = { ...backend, run: () => Promise.reject(new Error('out of memory')) };
    const layout = { frames: 2, rows: 2, columns: 2, size: 1 };
    const aggregation = create('slowfast-slow_1frms_temporal_global_pool-fast_1x1').begin(layout, failing);
    using chunk = backend.upload(new Float32Array(8), [2, 2, 2, 1]);
    await expect(aggregation.push(chunk)).rejects.toThrow('out of memory');
    expect(backend.liveTensors).toBe(1);
    await expect(aggregation.finish()).rejects.toMatchObject({ code: 'disposed' });
  });
});
