import { describeModel, openModelFolder } from '@slowfast/model-files';
import { expect, test } from 'vitest';
import { tinyCheckpoint, tinyCheckpointNames } from './index.ts';

test.each(tinyCheckpointNames)('%s is a checkpoint that can be opened and described', async (name) => {
  const { files, oracle } = tinyCheckpoint(name);
  const { features, prompts, tensorNames } = await oracle();
  const model = await describeModel(await openModelFolder(files.url), tensorNames);
  expect(model).toMatchObject({
    imageSize: { width: features.picture.width, height: features.picture.height },
    grid: { rows: features.rows, columns: features.columns },
    embeddingSize: features.size,
  });
  expect(prompts.every(({ rendered }) => rendered.includes(model.imageToken.text))).toBe(true);
});
