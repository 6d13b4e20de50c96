import type { StreamConfig } from '../../frame-decoder.ts';
import { type SamplePacket, samplePackets } from './sample-packets.ts';

/** A configuration that works here, or why there is none. */
export type SupportedConfig =
  | { readonly config: VideoDecoderConfig; readonly refusal?: undefined }
  | { readonly config?: undefined; readonly refusal: string };

/** In software the same pictures come out on every machine, in planes; hardware is for what software can't decode. */
const preferences = ['prefer-software', 'no-preference'] as const;

/**
 * How this browser decodes a stream. Its word alone isn't taken: builds without a codec may claim it and fail later, so a
 * picture of the codec is decoded first, once per page.
 */
export async function supportedConfig(stream: StreamConfig): Promise<SupportedConfig> {
  if (typeof VideoDecoder === 'undefined') {
    const reason =
      globalThis.isSecureContext === false
        ? 'a page that is served neither over https nor from localhost has no WebCodecs'
        : 'this browser has no WebCodecs';
    return { refusal: reason };
  }
  const refusals = new Set<string>();
  for (const hardwareAcceleration of preferences) {
    const config = configOf(stream, hardwareAcceleration);
    if (!(await isClaimed(config))) {
      refusals.add(`this browser has no decoder for ${stream.codec} (${stream.codecString})`);
      continue;
    }
    const failure = await codecFailure(stream.codec, hardwareAcceleration);
    if (failure === undefined) return { config };
    refusals.add(`this browser claims to decode ${stream.codec} and fails: ${failure}`);
  }
  return { refusal: [...refusals].join('; ') };
}

function configOf(stream: StreamConfig, hardwareAcceleration: HardwareAcceleration): VideoDecoderConfig {
  const { codecString, codedWidth, codedHeight, description } = stream;
  return {
    codec: codecString,
    codedWidth,
    codedHeight,
    hardwareAcceleration,
    ...(description === undefined ? {} : { description: description as Uint8Array<ArrayBuffer> }),
  };
}

async function isClaimed(config: VideoDecoderConfig): Promise<boolean> {
  try {
    return (await VideoDecoder.isConfigSupported(config)).supported === true;
  } catch {
    // What is no codec string to the browser is no codec of its.
    return false;
  }
}

/** Codecs that have decoded a picture; failures are not kept, as they may pass. */
const proven = new Set<string>();

async function codecFailure(
  codec: StreamConfig['codec'],
  hardwareAcceleration: HardwareAcceleration,
): Promise<string | undefined> {
  const sample = samplePackets[codec];
  const key = `${codec} ${hardwareAcceleration}`;
  if (!sample || proven.has(key)) return undefined;
  const failure = await decodingFailure(sample, hardwareAcceleration);
  if (failure === undefined) proven.add(key);
  return failure;
}

/** Why a packet of one picture can't be decoded; `undefined` when it can. */
export async function decodingFailure(
  { codecString, data }: SamplePacket,
  hardwareAcceleration: HardwareAcceleration,
): Promise<string | undefined> {
  let pictures = 0;
  let failure: string | undefined;
  const decoder = new VideoDecoder({
    output: (frame) => {
      pictures++;
      frame.close();
    },
    error: ({ message }) => {
      failure ??= message;
    },
  });
  try {
    decoder.configure({ codec: codecString, hardwareAcceleration });
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    decoder.decode(new EncodedVideoChunk({ type: 'key', timestamp: 0, data: bytes }));
    await decoder.flush();
  } catch (error) {
    failure ??= error instanceof Error ? error.message : `${error}`;
  } finally {
    if (decoder.state !== 'closed') decoder.close();
  }
  return failure ?? (pictures === 1 ? undefined : 'no picture came out');
}
