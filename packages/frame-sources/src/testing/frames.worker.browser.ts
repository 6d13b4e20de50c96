import { openVideo } from '../browser/open-video.ts';

/** Opens a place in a worker and answers with the frames of some indices: their data, or what failed. */
addEventListener('message', async ({ data: { place, indices } }: MessageEvent) => {
  try {
    await using video = await openVideo(place);
    const frames: Uint8Array[] = [];
    for await (const frame of video.frames({ indices })) frames.push(frame.data);
    postMessage(frames);
  } catch (error) {
    postMessage(`${error}`);
  }
});
