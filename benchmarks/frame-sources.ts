import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ffmpegDecoder, nodeAvDecoder, openVideo } from '@slowfast/frame-sources/node';
import { machineLine } from './machine.ts';

// 50 frames, evenly spread, scaled to 336 x 336: CPU seconds (user and system) and peak resident memory of all processes.
const frames = 50;
const [, , , decoderName, clip] = process.argv;
if (decoderName !== undefined && clip !== undefined) await decode(decoderName, clip);
else await measureAll();

function sampled(frameCount: number): number[] {
  return Array.from({ length: frames }, (_, k) => Math.floor(((k + 0.5) * frameCount) / frames));
}

/** The measured process. */
async function decode(name: string, path: string): Promise<void> {
  const decoder = name === 'node-av' ? nodeAvDecoder() : ffmpegDecoder();
  await using video = await openVideo(path, { decoders: [decoder] });
  const transform = {
    width: 336,
    height: 336,
    fit: 'resize',
    resample: 'bicubic',
    padColor: [0, 0, 0],
  } as const;
  let exact = 0;
  for await (const frame of video.frames({ indices: sampled(video.info.frameCount) }, { transform })) {
    if (frame.status === 'exact') exact++;
  }
  if (exact !== frames) throw new Error(`${exact} of ${frames} frames`);
}

async function measureAll(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'frame-sources-bench-'));
  try {
    const short = join(folder, '10-s.mp4');
    const long = join(folder, '60-min.mp4');
    // Moving shapes with some noise; key frames 10 s apart, three B-frames between references.
    const source = 'testsrc2=size=1280x720:rate=25:duration=10,noise=alls=6:allf=t';
    const codec = [
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-crf',
      '28',
      '-g',
      '250',
      '-pix_fmt',
      'yuv420p',
    ];
    ffmpeg('-f', 'lavfi', '-i', source, ...codec, short);
    ffmpeg('-stream_loop', '359', '-i', short, '-c', 'copy', long);
    console.log(`${machineLine()}\n50 frames to 336 x 336, 720p H.264\n`);
    console.log('| clip | way | CPU s | wall s | peak MB |\n|---|---|---|---|---|');
    for (const [name, path, count] of [
      ['10 s', short, 250],
      ['60 min', long, 90_000],
    ] as const) {
      const script = fileURLToPath(new URL('run.ts', import.meta.url));
      const select = sampled(count)
        .map((n) => `eq(n,${n})`)
        .join('+');
      const filter = `select='${select}',scale=336:336:flags=bicubic`;
      const pass = [
        '-v',
        'error',
        '-i',
        path,
        '-vf',
        filter,
        '-fps_mode',
        'passthrough',
        '-f',
        'rawvideo',
        '/dev/null',
        '-y',
      ];
      await report(name, 'node-av', process.execPath, [script, 'frame-sources', 'node-av', path]);
      await report(name, 'ffmpeg, packets piped', process.execPath, [
        script,
        'frame-sources',
        'ffmpeg',
        path,
      ]);
      await report(name, 'ffmpeg alone, one pass', 'ffmpeg', pass);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ffmpeg(...args: readonly string[]): void {
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function report(
  clipName: string,
  way: string,
  command: string,
  args: readonly string[],
): Promise<void> {
  // The shell's `times` counts all processes that have ended below it.
  const child = spawn('sh', ['-c', '"$@"; code=$?; times; exit $code', 'sh', command, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const start = performance.now();
  const peaks = new Map<number, number>();
  const timer = setInterval(() => notePeaks(child, peaks), 20);
  let said = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) said += chunk;
  clearInterval(timer);
  const cpuSeconds = [...(said.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
  const peak = [...peaks.values()].reduce((sum, kilobytes) => sum + kilobytes, 0) / 1024;
  const wallSeconds = (performance.now() - start) / 1000;
  console.log(
    `| ${clipName} | ${way} | ${cpuSeconds.toFixed(1)} | ${wallSeconds.toFixed(1)} | ${peak.toFixed(0)} |`,
  );
}

/** Largest resident size of each process below the shell, from /proc. */
function notePeaks(shell: ChildProcess, peaks: Map<number, number>): void {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
      const isBelow = (at: number | undefined): boolean =>
        at !== undefined && at !== 0 && (at === shell.pid || isBelow(parents.get(at)));
      const peak = Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0);
      if (pid !== shell.pid && isBelow(pid)) peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peak));
    } catch {
      // It ended while we looked.
    }
  }
}
