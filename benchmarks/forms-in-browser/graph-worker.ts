import { createOnnxSession, type OnnxSession, onnxRuntimeWeb } from '@slowfast/onnx-session';
import type { GraphCall } from './graph-in-page.ts';
import { runStep } from './run-step.ts';

// Holds one graph on WebAssembly, as the assistant's worker does.

let session: OnnxSession | undefined;

async function bytesAt(address: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(address)).arrayBuffer());
}

async function answer(call: GraphCall): Promise<unknown> {
  if (call.kind === 'run') return runStep(session!, call.step);
  const { address, threads } = call;
  const externalData = [{ path: 'model.onnx_data', data: await bytesAt(`${address}/model.onnx_data`) }];
  const model = await bytesAt(`${address}/model.onnx`);
  session = await createOnnxSession(model, { runtime: onnxRuntimeWeb({ threads }), externalData });
  return undefined;
}

self.onmessage = ({ data }: MessageEvent<GraphCall>) => {
  answer(data).then(
    (result) => self.postMessage({ result }),
    (error: unknown) => self.postMessage({ error: String(error) }),
  );
};

// A runtime that breaks off may leave its promise open.
self.onunhandledrejection = ({ reason }: PromiseRejectionEvent) =>
  self.postMessage({ error: String(reason) });
