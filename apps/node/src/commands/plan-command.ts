import { openVideo } from '@slowfast/frame-sources/node';
import { Command } from 'commander';
import { assistantInProcess, type VideoInfo, type VideoPlan } from 'slowfast-llava';
import { addReductionFlags, type ReductionFlags, reductionOptions } from '../flags.ts';
import { lookAtModel } from '../look-at-model.ts';
import { spellFlag } from '../output/flag-spelling.ts';
import { note } from '../output/note.ts';
import { formatBytes, formatSeconds } from '../output/units.ts';

interface PlanFlags extends ReductionFlags {
  readonly json?: true;
}

/** `slowfast plan`: what a question about a video would cost; nothing is decoded and no weights are loaded. */
export function planCommand(signal: AbortSignal): Command {
  const command = new Command('plan')
    .description('Tell which frames and how many tokens a question would take, without decoding anything.')
    .argument('<video>', 'a video file, a GIF or a folder of images');
  return addReductionFlags(command)
    .option('--json', 'print one JSON object')
    .action((video: string, flags: PlanFlags) => plan(video, flags, signal));
}

async function plan(place: string, flags: PlanFlags, signal: AbortSignal) {
  await using source = await openVideo(place, { signal });
  const options = await reductionOptions(flags);
  const model = await lookAtModel(flags.model, {
    signal,
    ...(flags.dtype !== undefined && { dtype: flags.dtype }),
  });
  await using assistant = await assistantInProcess({ ...options, model, cache: false });
  const videoPlan = await assistant.plan(source.info);
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(videoPlan)}\n`);
    return;
  }
  for (const { message } of videoPlan.notices) note(message);
  const { fits, room } = videoPlan;
  if (!fits && room.budgetTokens > 0) {
    note(
      `More tokens than the context holds: give ${spellFlag('budgetTokens', room.budgetTokens)}, or ask for less.`,
    );
  }
  process.stdout.write(`${describePlan(place, source.info, videoPlan)}\n`);
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
      `${needed} of ${contextLength}: ${tokens.total} video + ${textTokens.prompt} prompt + ${textTokens.answer} answer; ${plan.fits ? 'fits' : 'DOES NOT FIT'}`,
    ],
    [
      'memory',
      `${formatBytes(plan.bytes)}: ${formatBytes(memory.keyValueCache)} key-value cache, ${formatBytes(memory.videoTokens)} video tokens, ${formatBytes(memory.logits)} logits`,
    ],
  ];
  return rows.map(([name, text]) => `${name!.padEnd(10)}${text}`).join('\n');
}

function describeClock({ clockStartSeconds }: VideoInfo): string {
  return clockStartSeconds === undefined
    ? ''
    : `, whose clock begins at ${clockStartSeconds.toFixed(3)} s (times here count from there)`;
}
