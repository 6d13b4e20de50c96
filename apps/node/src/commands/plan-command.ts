import { Command } from 'commander';
import { openAssistant, type VideoAssistant, type VideoInfo, type VideoPlan } from 'slowfast-llava';
import { addModelFlags, type ModelFlags, modelOptions } from '../flags/model-flags.ts';
import { addOutputFlags, type OutputFlags } from '../flags/output-flags.ts';
import { addReductionFlags, type ReductionFlags, reductionOptions } from '../flags/reduction-flags.ts';
import { positiveWholeNumber } from '../flags/values.ts';
import type { Clip } from '../inputs/clip.ts';
import { eachClip } from '../inputs/each-clip.ts';
import { findClips } from '../inputs/find-clips.ts';
import { lookAtModel } from '../look-at-model.ts';
import { CommandOutput } from '../output/command-output.ts';
import { spellFlag } from '../output/flag-words.ts';
import { modelName } from '../output/model-name.ts';
import { formatBytes, formatSeconds } from '../output/units.ts';
import { videoFacts } from '../output/video-facts.ts';

interface PlanFlags extends ModelFlags, ReductionFlags, OutputFlags {
  readonly maxTokens?: number;
}

const examples = `
Examples:
  slowfast plan clip.mp4
  slowfast plan clip.mp4 --budget 1000
  slowfast plan clip.mp4 --start 0:01 --end 0:02.5 --frames 4`;

/** `slowfast plan`: what a question about a video would cost; nothing is decoded and no weights are loaded. */
export function planCommand(signal: AbortSignal, argv: readonly string[]): Command {
  const command = new Command('plan')
    .summary('tell what a question would take, without decoding anything')
    .description(
      'Tell what a question about a video would take: frames, tokens, context and memory. Decodes nothing and loads no weights.',
    )
    .argument(
      '<video...>',
      'video files, GIFs, folders of pictures, addresses (https:), or - for standard input; still pictures together are one clip',
    );
  addReductionFlags(addModelFlags(command)).option(
    '--max-tokens <number>',
    'longest answer, in tokens (default: what the model prefers)',
    positiveWholeNumber,
  );
  return addOutputFlags(command, 'print one JSON object for each video, a line each; an error is one, too')
    .addHelpText('after', examples)
    .action((videos: readonly string[], flags: PlanFlags) => planAll(videos, flags, signal, argv));
}

async function planAll(
  videos: readonly string[],
  flags: PlanFlags,
  signal: AbortSignal,
  argv: readonly string[],
): Promise<void> {
  const options = {
    ...reductionOptions(flags),
    ...(await modelOptions(flags)),
    maxAnswerTokens: flags.maxTokens,
  };
  await using clips = await findClips(videos);
  using output = new CommandOutput(flags);
  const { model: place, dtype } = options;
  let assistant: VideoAssistant | undefined;
  let modelError: unknown;
  const openModel = async () => {
    const model = await output.during('looking at the model', () =>
      lookAtModel(place as string | undefined, { signal, dtype }),
    );
    return openAssistant({ ...options, model, cache: false, worker: false });
  };
  const isOfAll = (error: unknown) => modelError !== undefined && error === modelError;
  let told = 0;
  try {
    await eachClip(clips.all, { argv, json: flags.json === true, output, signal, isOfAll }, async (clip) => {
      // A video that can't be read is told before a model is looked at.
      const info = await output.during(`opening ${clip.name}`, () => clip.info(signal));
      assistant ??= await openModel().catch((error: unknown) => {
        modelError = error;
        throw error;
      });
      if (!flags.json && told > 0) output.result('\n');
      await plan(clip, info, assistant, flags, output);
      told++;
    });
  } finally {
    await assistant?.dispose();
  }
}

async function plan(
  clip: Clip,
  info: VideoInfo,
  assistant: VideoAssistant,
  { json, model }: PlanFlags,
  output: CommandOutput,
): Promise<void> {
  const videoPlan = await assistant.plan(info);
  if (json) {
    const line = { video: clip.video, model: modelName(model), info: videoFacts(info), ...videoPlan };
    output.result(`${JSON.stringify(line)}\n`);
    return;
  }
  for (const { message } of videoPlan.notices) output.note(message);
  const { fits, room } = videoPlan;
  if (!fits && room.budgetTokens > 0) {
    output.note(
      `More tokens than the context holds: give ${spellFlag('budgetTokens', room.budgetTokens)}, or ask for less.`,
    );
  }
  output.result(`${describePlan(clip.name, info, videoPlan)}\n`);
}

/** A plan for people, a line for each thing that costs. */
export function describePlan(place: string, info: VideoInfo, plan: VideoPlan): string {
  const { tokens, textTokens, memory, contextLength } = plan;
  const needed = tokens.total + textTokens.prompt + textTokens.answer;
  const slowFrames = new Set(plan.slowPositions).size;
  const rows = [
    [
      'video',
      `${place}: ${formatSeconds(info.durationSeconds)}, ${info.width}x${info.height}, ${info.frameCount} frames, ${info.codec} in ${info.container}${describeClock(info)}`,
    ],
    ['frames', `${plan.frames}${slowFrames > 0 ? `, of which ${slowFrames} slow` : ''}`],
    ['reduction', plan.aggregation],
    ['tokens', `${tokens.total} = ${tokens.slow} slow + ${tokens.fast} fast`],
    [
      'context',
      `${needed} of ${contextLength}: ${tokens.total} video + ${describePrompt(textTokens)} + ${textTokens.answer} answer; ${plan.fits ? 'fits' : 'DOES NOT FIT'}`,
    ],
    [
      'memory',
      `${formatBytes(plan.bytes)}: ${formatBytes(memory.keyValueCache)} key-value cache, ${formatBytes(memory.videoTokens)} video tokens, ${formatBytes(memory.logits)} logits`,
    ],
  ];
  return rows.map(([name, text]) => `${name!.padEnd(10)}${text}`).join('\n');
}

function describePrompt({ prompt, timestamps }: VideoPlan['textTokens']): string {
  return `${prompt} prompt${timestamps === undefined ? '' : ` (${timestamps} of them timestamps)`}`;
}

function describeClock({ clockStartSeconds }: VideoInfo): string {
  return clockStartSeconds === undefined
    ? ''
    : `, whose clock begins at ${clockStartSeconds.toFixed(3)} s (times here count from there)`;
}
