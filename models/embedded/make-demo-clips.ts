import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFrameRenderer } from '@slowfast/shape-world';
import { demoClips } from './demo-scenes.ts';
import { encodeClip } from './encode-clip.ts';

const defaultFolder = join(dirname(fileURLToPath(import.meta.url)), '../../packages/tiny-model/clips');
const [width, height] = [320, 240];

/** Codes the demonstration clips (3 seconds, 12 frames a second) into a folder, with their questions in answers.json. */
async function main(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { file, scene, codec } of demoClips) {
    const format = {
      width,
      height,
      framesPerSecond: 12,
      frameCount: 36,
      codec,
      rateFactor: codec === 'vp9' ? 30 : 20,
    };
    await encodeClip(join(folder, file), createFrameRenderer(scene, width, height), format);
  }
  const answers = demoClips.flatMap(({ file, questions }) =>
    questions.map((question) => ({ clip: file, ...question })),
  );
  await writeFile(join(folder, 'answers.json'), `${JSON.stringify(answers, null, 2)}\n`);
}

await main(process.argv[2] ?? defaultFolder);
