import { onnxRuntimeNode } from '@slowfast/onnx-session/node';
import { type TinyCheckpointName, testPicture, tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { expect, test } from 'vitest';
import { leader, loadFamily, openFamily, pictureTokens } from './family-model.ts';
import { transformersJsGreedy } from './transformers-js.ts';

const newTokens = 32;
const runtime = onnxRuntimeNode();

/** Why transformers.js can't run some of the checkpoints. */
const notRun: Partial<Record<TinyCheckpointName, string>> = {
  'llava-1.5-class-token': 'it gives the class token to the language model too',
  'llava-1.6': 'it has no class for LlavaNext',
  'lfm3-vl': 'it has no decoder graph that embeds its own ids',
  'nanollava-other-names': 'it knows no names of tensors but the usual ones',
};

/** Holds answers about checkpoints of the families against those of transformers.js. */
export function sameAsTransformersJs(names: readonly TinyCheckpointName[]): void {
  test.for(names)(
    'greedy tokens about one picture equal those of transformers.js, same files, same prompt: %s',
    async (name, { skip }) => {
      skip(name in notRun, notRun[name]);
      const { folder, oracle } = await openFamily(name);
      const { picture } = oracle.features;
      const drawn = testPicture(picture.width, picture.height, picture.seed);
      const promptIds = oracle.prompts[oracle.answer.prompt]!.modelIds;

      const values = await pictureTokens(name, runtime);
      const model = await loadFamily(name, runtime);
      const found: number[] = [];
      try {
        let state = await model.extend(model.start, model.prompt(promptIds, values), 256);
        while (found.length < newTokens) {
          found.push(leader(state.logits!).id);
          state = await model.extend(state, [{ kind: 'ids', ids: found.slice(-1) }], 256);
        }
      } finally {
        await model.dispose();
      }

      const imageTokenId = folder.config.image_token_index ?? folder.config.image_token_id;
      const count = values.length / model.embeddingSize;
      const expanded = promptIds.flatMap((id) =>
        id === imageTokenId ? new Array<number>(count).fill(id) : id,
      );
      const expected = await transformersJsGreedy(tinyCheckpoint(name).files.url, drawn, expanded, newTokens);
      expect(found).toEqual(expected);
    },
  );
}
