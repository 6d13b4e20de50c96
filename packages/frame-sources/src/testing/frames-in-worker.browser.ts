/** The data of frames that a worker decodes of a place, or what failed there. */
export async function framesInWorker(
  place: Blob | string,
  indices: readonly number[],
): Promise<Uint8Array[] | string> {
  const worker = new Worker(new URL('./frames.worker.browser.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('message', ({ data }) => resolve(data));
      worker.addEventListener('error', ({ message }) =>
        reject(new Error(message || 'The worker did not start.')),
      );
      worker.postMessage({ place, indices });
    });
  } finally {
    worker.terminate();
  }
}
