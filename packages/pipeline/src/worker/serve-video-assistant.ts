import type { VideoAssistant, VideoChat, VideoInfo, VideoInput, WatchedVideo } from '@slowfast/spec';
import { DisposedError } from '@slowfast/spec';
import {
  type CallContext,
  type CallHandler,
  createRpcPeer,
  type MessageTransport,
  type RpcPeer,
} from '@slowfast/worker-calls';
import { remoteFrameSource } from './remote-frame-source.ts';
import type {
  WireAnswer,
  WireChat,
  WireDecisions,
  WireEvent,
  WireFind,
  WireQuestion,
  WireReducedVideo,
  WireVideo,
  WireWatchedVideo,
} from './wire.ts';
import { arrivedPlace } from './wire-place.ts';

/**
 * Serves an assistant to the other side of a channel, where {@link remoteVideoAssistant} stands for it.
 *
 * @param open makes the assistant of the options that the other side opens it with, which are trusted to have this type; it may
 * tell that side how far it is, and is told when that side gives up.
 */
export function serveVideoAssistant<Options>(
  transport: MessageTransport,
  open: (options: Options, context: CallContext) => Promise<VideoAssistant>,
): void {
  const videos = new Map<number, WatchedVideo>();
  const chats = new Map<number, VideoChat>();
  let lastId = 0;
  const { promise: assistant, ...opening } = Promise.withResolvers<VideoAssistant>();
  // Whoever opens it hears of a failure; without another call waiting it must not end the worker.
  assistant.catch(() => {});

  const handlers = {
    open: async (options: Options, context: CallContext) => {
      try {
        opening.resolve(await open(options, context));
      } catch (error) {
        opening.reject(error);
        throw error;
      }
    },
    describe: async () => (await assistant).describe(),
    load: async (_: undefined, { emit }: CallContext) => {
      const send = (event: WireEvent) => emit(event);
      await (await assistant).load({ onProgress: (progress) => send({ progress }) });
    },
    plan: async ({ video, reduction }: WireReducedVideo, { signal }: CallContext) =>
      (await assistant).plan(localVideo(video, peer), { signal, reduction }),
    watch: async (
      { video, reduction }: WireReducedVideo,
      { signal, emit }: CallContext,
    ): Promise<WireWatchedVideo> => {
      const send = (event: WireEvent) => emit(event);
      const input = localVideo(video, peer);
      const watched = await (await assistant).watch(input as VideoInput, {
        signal,
        reduction,
        onProgress: (progress) => send({ progress }),
        onNotice: (notice) => send({ notice }),
      });
      lastId += 1;
      videos.set(lastId, watched);
      const { plan, fromCache, seconds, notices } = watched;
      return { videoId: lastId, plan, fromCache, seconds, notices };
    },
    ask: async (
      { videoId, chatId, question, options }: WireQuestion,
      { signal, emit }: CallContext,
    ): Promise<WireAnswer> => {
      const send = (event: WireEvent) => emit(event);
      const video = live(videos, videoId, 'The watched video');
      const chat = chatId === undefined ? undefined : live(chats, chatId, 'The chat');
      const answer = (chat ?? video).ask(question, {
        ...options,
        signal,
        onProgress: (progress) => send({ progress }),
      });
      for await (const part of answer) if (part.type !== 'answer-end') send({ part });
      return { result: await answer.result(), history: chat?.history };
    },
    decide: async ({ videoId, chatId, questions, options }: WireDecisions, { signal, emit }: CallContext) => {
      const send = (event: WireEvent) => emit(event);
      const video = live(videos, videoId, 'The watched video');
      const asked = chatId === undefined ? video : live(chats, chatId, 'The chat');
      return asked.decide(questions, {
        ...options,
        signal,
        onProgress: (progress) => send({ progress }),
        onNotice: (notice) => send({ notice }),
      });
    },
    find: async ({ video, question, options }: WireFind, { signal, emit }: CallContext) => {
      const send = (event: WireEvent) => emit(event);
      return (await assistant).find(localVideo(video, peer) as VideoInput, question, {
        ...options,
        signal,
        onProgress: (progress) => send({ progress }),
        onNotice: (notice) => send({ notice }),
      });
    },
    'plan-find': async ({ video, question, options }: WireFind, { signal }: CallContext) =>
      (await assistant).planFind(localVideo(video, peer), question, { ...options, signal }),
    chat: async ({ videoId, options }: WireChat) => {
      lastId += 1;
      chats.set(lastId, live(videos, videoId, 'The watched video').chat(options));
      return lastId;
    },
    'dispose-chat': async (chatId: number) => {
      await chats.get(chatId)?.dispose();
      chats.delete(chatId);
    },
    'dispose-video': async (videoId: number) => {
      await videos.get(videoId)?.dispose();
      videos.delete(videoId);
    },
    dispose: async () => {
      await (await assistant).dispose();
    },
  } satisfies Record<string, CallHandler<never, unknown>>;
  const peer = createRpcPeer(transport, handlers);
}

function localVideo(video: WireVideo, peer: RpcPeer): VideoInput | VideoInfo {
  if ('sourceId' in video) return remoteFrameSource(peer, video);
  return 'info' in video ? video.info : arrivedPlace(video);
}

function live<Thing>(things: ReadonlyMap<number, Thing>, id: number, what: string): Thing {
  const thing = things.get(id);
  if (!thing) throw new DisposedError({ what });
  return thing;
}
