import { describe, expect, test } from 'vitest';
import { checkNodeDevice, checkPageDevice } from '../device.ts';
import { trialFeeds, trialModel, whatIsWrong } from '../trial/trial-model.ts';
import { isSlow, tryRuntime } from '../trial/try-runtime.ts';
import { chooseOnnxRuntime } from './choose-onnx-runtime-node.ts';
import { describeDevices } from './describe-devices.ts';
import { onnxRuntimeNode } from './onnx-runtime-node.ts';
import { tryDevice } from './try-device.ts';

const webgpu = await tryDevice('webgpu');

test('the processor is taken as it is, and passes the trial', async () => {
  const chosen = await chooseOnnxRuntime({ device: 'cpu', threads: 1 });
  expect(chosen).toMatchObject({ provider: 'cpu', threads: 1 });
  expect(chosen.reason).toBeUndefined();
  expect(await tryDevice('cpu')).toEqual({ works: true, seconds: expect.any(Number) });
});

test('what is no device of the platform is refused, with those that are', async () => {
  await expect(chooseOnnxRuntime({ device: 'wasm' })).rejects.toMatchObject({
    code: 'invalid-setting',
    message: expect.stringMatching(/"wasm".*a device of Node, one of auto, cpu, cuda.*cpu is the processor/),
  });
  expect(() => checkNodeDevice('gpu')).toThrow(/one of auto, cpu/);
  expect(() => checkPageDevice('cuda')).toThrow(/a device of a page, one of auto, wasm, cpu, webgpu/);
  await expect(chooseOnnxRuntime({ device: 'cpu', threads: 0 })).rejects.toMatchObject({
    code: 'invalid-setting',
  });
});

test('a device that the installed runtime does not have gives way to the processor, with the reason', async () => {
  const device = process.platform === 'darwin' ? 'dml' : 'coreml';
  const { provider, reason } = await chooseOnnxRuntime({ device });
  expect(provider).toBe('cpu');
  expect(reason).toMatch(
    new RegExp(`^Models run on the processor: ${device} can't be used, because onnxruntime-node has no`),
  );
});

test('a trial that is cancelled ends with the reason', async () => {
  const reason = new Error('enough');
  await expect(tryDevice('cpu', AbortSignal.abort(reason))).rejects.toBe(reason);
  const controller = new AbortController();
  const trial = tryDevice('cpu', controller.signal);
  controller.abort(reason);
  await expect(trial).rejects.toBe(reason);
});

test('wrong values and failures are told; a device that is wrong does not work', async () => {
  await using session = await onnxRuntimeNode().open(trialModel());
  const right = (await session.run(trialFeeds())) as Parameters<typeof whatIsWrong>[0];
  expect(whatIsWrong(right)).toBeUndefined();
  expect(whatIsWrong({})).toMatch(/a product with a known result is wrong there: NaN where 0 is right/);
  const data = (right.product!.data as Float32Array).slice();
  data[data.length - 1]! += 1;
  const product = { ...right.product!, data };
  expect(whatIsWrong({ ...right, product })).toMatch(
    /a product .* is wrong there: -?\d+ where -?\d+ is right/,
  );
  const runtime = onnxRuntimeNode();
  const wrong = {
    ...runtime,
    open: async () => ({
      ...session,
      run: async () => ({ ...right, product }),
      [Symbol.asyncDispose]: async () => {},
    }),
  };
  expect(await tryRuntime(wrong)).toMatchObject({
    works: false,
    reason: expect.stringContaining('is wrong there'),
  });
  const failing = { ...runtime, open: () => Promise.reject(new Error('no driver')) };
  expect(await tryRuntime(failing)).toEqual({ works: false, reason: 'no driver' });
});

test('slow is what takes much longer than the processor, and not just the way to a device and back', () => {
  expect(isSlow(0.2, 0.001)).toBe(true);
  expect(isSlow(0.005, 0.0001)).toBe(false);
  expect(isSlow(0.2, 0.1)).toBe(false);
});

describe.skipIf(!webgpu.works)(
  `a graphics processor that is computed${webgpu.works ? '' : ` (skipped: ${webgpu.reason})`}`,
  () => {
    test('is passed over by auto, and taken when asked for by name; both say why', async () => {
      const devices = await describeDevices();
      const found = devices.find(({ device }) => device === 'webgpu');
      expect(devices.find(({ device }) => device === 'cpu')).toMatchObject({ works: true, isSlow: false });
      expect(found).toMatchObject({ works: true, seconds: expect.any(Number) });
      const automatic = await chooseOnnxRuntime();
      const asked = await chooseOnnxRuntime({ device: 'webgpu' });
      expect(asked.provider).toBe('webgpu');
      if (!found?.isSlow) return;
      expect(automatic).toMatchObject({
        provider: 'cpu',
        reason: expect.stringContaining('webgpu is slow here'),
      });
      expect(asked.reason).toMatch(
        /^webgpu is slow here: a trial product took .* ms, .* ms on the processor$/,
      );
    });

    test('products that it does not have are told, those that it has are not', async () => {
      const checkpoint = new URL(
        '../../../tiny-checkpoints/checkpoints/llava-onevision/onnx/',
        import.meta.url,
      );
      const runtime = onnxRuntimeNode({ provider: 'webgpu' });
      const limitsOf = async (name: string) => {
        await using session = await runtime.open(new URL(name, checkpoint));
        return session.limits;
      };
      expect(await limitsOf('decoder_model_merged_q4.onnx')).toBeUndefined();
      expect(await limitsOf('decoder_model_merged_int8.onnx')).toEqual([
        expect.stringMatching(
          /^webgpu has no MatMulInteger.* with int8 weights, which the processor computes in between/,
        ),
      ]);
      await using onProcessor = await onnxRuntimeNode().open(
        new URL('decoder_model_merged_int8.onnx', checkpoint),
      );
      expect(onProcessor.limits).toBeUndefined();
    });
  },
);
