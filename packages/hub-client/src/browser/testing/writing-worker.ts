import { serializeError } from '@slowfast/spec';
import { modelStore } from '../model-store.ts';

// Writes a file of so many bytes as a download does, and tells how that ended.
addEventListener('message', async ({ data }) => {
  const { id, bytes } = data;
  try {
    const file = { path: 'onnx/large.onnx', bytes, gitBlobId: '0'.repeat(40), sha256: '0'.repeat(64) };
    await using sink = await modelStore(id).files('').sink(file);
    for (let written = 0; written < bytes; written += 1_000_000) await sink.append(new Uint8Array(1_000_000));
    postMessage({ code: 'written' });
  } catch (error) {
    postMessage(serializeError(error));
  }
});
