import type { FindPlan, FindResult } from 'slowfast-llava';
import { formatBytes } from '../../output/units.ts';
import { formatProbability } from '../decide/format-decision.ts';

/** Ranges for people, a line each with the probability of yes; or `nowhere`. */
export function formatRanges({ ranges, plan }: Pick<FindResult, 'ranges' | 'plan'>): string {
  if (ranges.length === 0) return 'nowhere\n';
  const decimals = plan.resolutionSeconds < 0.1 ? 2 : 1;
  return ranges
    .map(
      ({ startSeconds, endSeconds, probability }) =>
        `${formatTime(startSeconds, decimals)} – ${formatTime(endSeconds, decimals)}  ${formatProbability(probability)}\n`,
    )
    .join('');
}

/** A time in a video as flags take it: `0:03.2`, `1:02:03.2`. */
export function formatTime(seconds: number, decimals: number): string {
  // Rounded as a whole, so that no part of it becomes 60.
  const units = Math.round(seconds * 10 ** decimals);
  const whole = Math.floor(units / 10 ** decimals);
  const two = (value: number) => String(value).padStart(2, '0');
  const fraction = String(units % 10 ** decimals).padStart(decimals, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const front = hours === 0 ? `${minutes}` : `${hours}:${two(minutes)}`;
  return `${front}:${two(whole % 60)}.${fraction}`;
}

/** The most that finding would take, for people, a line for each thing that costs. */
export function formatFindPlan(plan: FindPlan): string {
  const { startSeconds, endSeconds, steps, windowFrames, windowTokens, mostFrames, mostDecisions } = plan;
  const range = `${formatTime(startSeconds, 1)} – ${formatTime(endSeconds, 1)}`;
  const rows = [
    [
      'range',
      `${range} in steps of ${seconds(plan.stepSeconds)}, resolved to ${seconds(plan.resolutionSeconds)}`,
    ],
    ['frames', `${steps}, at most ${mostFrames} with those between steps`],
    ['windows', `${windowFrames} frames, ${windowTokens} tokens`],
    ['decisions', `at least ${Math.ceil(steps / windowFrames)}, at most ${mostDecisions}`],
    ['memory', `${formatBytes(plan.featureBytes)} of features at a time`],
  ];
  return rows.map(([name, text]) => `${name!.padEnd(10)}${text}\n`).join('');
}

function seconds(value: number): string {
  return `${Number(value.toPrecision(2))} s`;
}
