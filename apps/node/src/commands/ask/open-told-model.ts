import { openAssistant, type VideoAssistant } from 'slowfast-llava';
import type { CommandOutput } from '../../output/command-output.ts';
import { DownloadLine } from '../../output/download-line.ts';

/** Opens an assistant, and tells what it is made of and runs on where details are wanted. */
export async function openToldModel(
  options: Parameters<typeof openAssistant>[0],
  output: CommandOutput,
  signal: AbortSignal,
): Promise<VideoAssistant> {
  const download = new DownloadLine(output, 'opening the model');
  const assistant = await output.during(download.describe, () =>
    openAssistant({ ...options, onDownload: download.show, signal }),
  );
  if (!output.isVerbose) return assistant;
  const { model, runtime, backend, contextLength, calibration } = await assistant.describe();
  output.detail(`model     ${model ?? 'of own stages'}, context of ${contextLength} tokens`);
  if (runtime) {
    const { name, provider, threads, parts } = runtime;
    output.detail(
      `runtime   ${name}, provider ${
        parts
          ? Object.entries(parts)
              .map((pair) => pair.join('='))
              .join(',')
          : provider
      }${threads === undefined ? '' : `, ${threads} threads`}`,
    );
  }
  output.detail(`backend   ${backend}`);
  if (calibration)
    output.detail(`decisions at temperature ${calibration.temperature.toFixed(4)}, by calibration`);
  return assistant;
}
