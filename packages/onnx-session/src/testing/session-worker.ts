import { chooseOnnxRuntime } from '../web/choose-onnx-runtime.ts';
import { sumFeeds, sumModel } from './sum-model.ts';

/** What {@link runInWorker} receives. */
export interface SessionWorkerReply {
  readonly sum: unknown;
  readonly threads: number | undefined;
  readonly reason: string | undefined;
}

const { runtime, reason } = await chooseOnnxRuntime({ device: 'wasm' });
await using session = await runtime.open(sumModel('float32'));
const { sum } = await session.run(sumFeeds);
const { threads } = await runtime.describe();
const reply: SessionWorkerReply = { sum: sum?.data, threads, reason };
postMessage(reply);
