import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type AccuracyReport,
  accuracyPlot,
  type CalibrationReport,
  calibrationMarkdown,
  type ReliabilityPanel,
  reliabilityPlot,
  reportMarkdown,
} from '@slowfast/accuracy';
import { InvalidSettingError, OutputFailedError } from '@slowfast/spec';
import type { CommandOutput } from '../../output/command-output.ts';

/** Where a comparison goes beside stdout. */
export interface PrintSettings {
  readonly json?: true;
  readonly plot?: string;
  readonly reliability?: string;
}

/**
 * Writes a comparison, and what it found of a calibration, to stdout, and its plots to their files.
 *
 * @throws InvalidSettingError when there is nothing to draw; OutputFailedError when a plot can't be written.
 */
export async function printComparison(
  report: AccuracyReport,
  calibration: CalibrationReport | undefined,
  { json, plot, reliability }: PrintSettings,
  output: CommandOutput,
): Promise<void> {
  if (json) output.result(`${JSON.stringify({ ...report, ...(calibration && { calibration }) })}\n`);
  else {
    output.result(reportMarkdown(report));
    if (calibration) output.result(`\n${calibrationMarkdown(calibration)}`);
  }
  if (plot !== undefined) await write(plot, accuracyPlot(report));
  if (reliability === undefined) return;
  const panels = calibration ? heldOutPanels(calibration) : settingPanels(report);
  if (panels.length === 0) {
    const expected = 'questions of multiple choice or with the answers yes and no, which are decided';
    throw new InvalidSettingError({ setting: '--reliability', found: 'had without any decision', expected });
  }
  await write(reliability, reliabilityPlot(panels));
}

function settingPanels({ decisions }: AccuracyReport): readonly ReliabilityPanel[] {
  return (decisions?.settings ?? []).map(({ title, qualities }) => {
    const { bins, calibrationError } = qualities.at(-1)!;
    return { title, bins, calibrationError: calibrationError.value };
  });
}

function heldOutPanels({ temperature, heldOut }: CalibrationReport): readonly ReliabilityPanel[] {
  const { before, after } = heldOut.rows.at(-1)!;
  return [
    { title: 'temperature 1', quality: before },
    { title: `temperature ${temperature.toFixed(3)}`, quality: after },
  ].map(({ title, quality: { bins, calibrationError } }) => ({
    ...{ title, bins, calibrationError: calibrationError.value },
  }));
}

async function write(place: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, text);
  } catch (cause) {
    throw new OutputFailedError({ place, reason: (cause as Error).message }, { cause });
  }
}
