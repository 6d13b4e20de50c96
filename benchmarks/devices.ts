import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeDevices } from '@slowfast/onnx-session/node';
import { graphs, layers } from './devices/graphs.ts';
import { type DeviceFigures, measureDevice } from './devices/measure-device.ts';
import { machineLine } from './machine.ts';
import { writeGraph } from './write-graph.ts';

// Decoder graphs in the shape of Qwen2-0.5B with fewer layers on every device that there is: whether each computes what the processor
// does, then how fast. Fails where a device is wrong. DEVICES=cpu,cuda, GRAPHS=fp32,q4, LAYERS=24, PAST=3680, CHUNK=256 and ROUNDS=5 choose.

const past = Number(process.env.PAST ?? 3680);
const chunk = Number(process.env.CHUNK ?? 16);
const rounds = Number(process.env.ROUNDS ?? 3);
const chosenDevices = process.env.DEVICES?.split(',');
const chosenGraphs = process.env.GRAPHS?.split(',') ?? Object.keys(graphs);
const steps = [
  { past, sequence: 1 },
  { past, sequence: chunk },
];
/** Of the largest value. Products of 8 bits are rounded, and differently by each device. */
const tolerances: Readonly<Record<string, number>> = {
  'published int8': 0.1,
  q8: 0.1,
  q4: 0.05,
  'published q4': 0.01,
};
const usualTolerance = 2e-3;

const described = await describeDevices();
for (const { device, works, seconds = 0, reason } of described) {
  console.log(
    works
      ? `${device} works: ${(seconds * 1000).toFixed(1)} ms for the trial`
      : `${device} does not work: ${reason}`,
  );
}
const devices = described.flatMap(({ device, works }) =>
  works && (device === 'cpu' || !chosenDevices || chosenDevices.includes(device)) ? [device] : [],
);
console.log(
  `\n${machineLine()}; ${layers} layers, ${past} tokens before, medians of ${rounds}; ms\n\n` +
    `| graph | device | difference from cpu | a token | ${chunk} tokens | a token with its cache in host memory | on the device | not on the device |\n|---|---|---|---|---|---|---|---|`,
);
const folder = await mkdtemp(join(tmpdir(), 'slowfast-devices-'));
try {
  for (const name of chosenGraphs) {
    const model = join(folder, name, 'model.onnx');
    await writeGraph(model, graphs[name]!);
    let right: readonly number[] | undefined;
    for (const device of devices) {
      const figures = await measureDevice(device, model, steps, rounds).catch(
        (error: Error) => error.message,
      );
      if (typeof figures === 'string') {
        console.log(`| ${name} | ${device} | failed: ${figures} |`);
        process.exitCode = 1;
        continue;
      }
      right ??= figures.values;
      console.log(row(name, device, figures, right));
    }
    await rm(join(folder, name), { recursive: true });
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function row(name: string, device: string, figures: DeviceFigures, right: readonly number[]): string {
  const far = difference(figures.values, right);
  const isRight = far <= (tolerances[name] ?? usualTolerance);
  if (!isRight) process.exitCode = 1;
  const { stepSeconds, cacheSeconds, limits } = figures;
  const milliseconds = (seconds?: number) => (seconds === undefined ? '' : (seconds * 1000).toFixed(1));
  const cells = [
    ...[
      name,
      device,
      `${far.toExponential(1)}${isRight ? '' : ' (wrong)'}`,
      ...stepSeconds.map(milliseconds),
    ],
    ...[milliseconds(cacheSeconds?.host), milliseconds(cacheSeconds?.device)],
    limits.map((limit) => limit.replace(/, which.*/, '')).join('; '),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The largest difference, by the largest value. */
function difference(found: readonly number[], expected: readonly number[]): number {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const far = expected.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? Number.NaN))),
    0,
  );
  return far / largest;
}
