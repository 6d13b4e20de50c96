import { type ConversionDtype, convertModel } from '@slowfast/model-converter/node';

// Converts in a process of its own and prints what that took, as JSON: source, folder, precision.

const [source, out, dtype] = process.argv.slice(2) as [string, string, ConversionDtype];
const start = performance.now();
const { bytes: written } = await convertModel(source, { out, dtype });
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const result = {
  written,
  wallSeconds: (performance.now() - start) / 1000,
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  peakBytes: maxRSS * 1024,
};
process.stdout.write(JSON.stringify(result));
