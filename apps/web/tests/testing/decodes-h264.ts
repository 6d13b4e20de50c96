import type { App } from './open-app.ts';

/** Whether the Chromium of the tests decodes H.264. */
export async function decodesH264({ page }: App): Promise<boolean> {
  return page.evaluate(async () => {
    const { supported } = await VideoDecoder.isConfigSupported({ codec: 'avc1.64001f' });
    return supported === true;
  });
}
