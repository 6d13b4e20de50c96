import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type PlainClip, plainClips } from './plain-clips.ts';

// `node make-plain-clips.ts [--folder FOLDER]`: clips that the world's generator has no part in, drawn and coded by ffmpeg alone,
// which must be installed, with questions.json beside them.
const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: fileURLToPath(new URL('./plain-clips', import.meta.url)) },
  },
});

const codecs = {
  mp4: ['-c:v', 'libx264', '-preset', 'slow', '-crf', '26', '-pix_fmt', 'yuv420p', '-movflags', '+faststart'],
  webm: ['-c:v', 'libvpx-vp9', '-b:v', '0', '-crf', '34', '-pix_fmt', 'yuv420p', '-row-mt', '0'],
} as const;

function drawClip(clip: PlainClip): void {
  const { file, thing, colour, background, way, width, height, framesPerSecond, seconds } = clip;
  const side = 2 * Math.round(Math.min(width, height) * 0.13);
  const format = (name: string, size: string) =>
    `color=c=${name}:s=${size}:r=${framesPerSecond}:d=${seconds}`;
  const inside = `lte(hypot(X-${side / 2}+.5,Y-${side / 2}+.5),${side / 2})`;
  const disc = `,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':a='255*${inside}'`;
  const along = way.x === 0 ? 'h' : 'w';
  const room = (axis: 'w' | 'h') => `main_${axis}-overlay_${axis}`;
  // From a tenth of the room to nine tenths of it, or back; across the way it stays where it is.
  const part = way.x + way.y > 0 ? `(0.1+0.8*t/${seconds})` : `(0.9-0.8*t/${seconds})`;
  const place = (axis: 'w' | 'h', across: number) =>
    `(${room(axis)})*${axis === along ? part : String(across)}`;
  const overlay = `[0][1]overlay=x='${place('w', clip.across)}':y='${place('h', clip.across)}':shortest=1`;
  const { status, stderr } = spawnSync(
    'ffmpeg',
    [
      ...['-loglevel', 'error', '-y'],
      ...['-f', 'lavfi', '-i', format(background, `${width}x${height}`)],
      ...['-f', 'lavfi', '-i', `${format(colour, `${side}x${side}`)}${thing === 'disc' ? disc : ''}`],
      ...[
        '-filter_complex',
        overlay,
        '-an',
        '-threads',
        '1',
        ...codecs[file.endsWith('.mp4') ? 'mp4' : 'webm'],
      ],
      ...['-fflags', '+bitexact', '-flags:v', '+bitexact', `${values.folder}/${file}`],
    ],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`ffmpeg stopped with status ${status} on ${file}: ${stderr}`);
}

await mkdir(values.folder, { recursive: true });
for (const clip of plainClips) drawClip(clip);
const questions = plainClips.flatMap(({ file, colour, way }) => [
  { clip: file, kind: 'colour', question: 'What colour is it?', answer: colour },
  { clip: file, kind: 'motion', question: 'Where does it go?', answer: way.answer },
]);
await writeFile(`${values.folder}/questions.json`, `${JSON.stringify(questions, null, 1)}\n`);
