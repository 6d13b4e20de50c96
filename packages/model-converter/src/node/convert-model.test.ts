import { describeModel, type ModelComponent, openModelFolder } from '@slowfast/model-files';
import { createOnnxSession, int64Tensor } from '@slowfast/onnx-session';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { describe, expect, test } from 'vitest';
import { type ConversionDtype, conversionDtypes } from '../checkpoint-graphs.ts';
import { newKeysDecoderGraph } from '../decoder-graph/testing/new-keys-decoder-graph.ts';
import { tinyLanguageModel } from '../decoder-graph/testing/tiny-language-models.ts';
import { writeDecoderGraph } from '../decoder-graph/write-decoder-graph.ts';
import { ConverterGraph } from '../graph/converter-graph.ts';
import { graphInMemory } from '../graph/graph-in-memory.ts';
import { checkpointFolder, conversionPlace } from '../testing/conversion-place.ts';
import { distance, tokenCosines } from '../vision/testing/distances.ts';
import { tinyVision } from '../vision/testing/tiny-vision.ts';
import { convertModel } from './convert-model.ts';

const families = ['llava-1.5', 'llava-1.6', 'llava-onevision', 'llava-interleave'] as const;

/** Features, embeddings and logits of a converted checkpoint whose oracle is known. */
async function compute(name: (typeof families)[number], out: string, dtype: ConversionDtype) {
  const folder = await openModelFolder(out);
  const open = async (component: ModelComponent) => {
    const file = await folder.onnxFile(component);
    expect(file.dtype).toBe(dtype);
    return createOnnxSession((await file.load()).model);
  };
  const { pixels } = await tinyVision(name);
  await using vision = await open('vision_encoder');
  const { image_features } = await vision.run({ pixel_values: pixels });
  await using embedding = await open('embed_tokens');
  const { inputs_embeds } = await embedding.run({ input_ids: int64Tensor([3, 5], [1, 2]) });
  await using decoderGraph = await open('decoder_model_merged');
  const logits = await newKeysDecoderGraph(decoderGraph).run((await tinyLanguageModel(name)).prompt);
  return {
    features: image_features!.data as Float32Array,
    embeddings: inputs_embeds!.data as Float32Array,
    logits,
  };
}

describe.each(families)('%s', (name) => {
  test.each(conversionDtypes)(
    'converted to %s is a model that can be opened, and computes the same',
    async (dtype) => {
      await using place = await conversionPlace();
      const written: number[] = [];
      const converted = await convertModel(checkpointFolder(name), {
        out: place.out,
        dtype,
        onProgress: (progress) => written.push(progress.written, progress.total),
      });
      expect(await place.entries()).toEqual(['converted']);
      expect(written.slice(-2)).toEqual([converted.bytes, converted.bytes]);
      const original = await describeModel(await openModelFolder(checkpointFolder(name)));
      const { grid, imageSize, embeddingSize, contextLength } = original;
      const described = await describeModel(await openModelFolder(place.out));
      expect(described).toMatchObject({ imageSize, embeddingSize, contextLength });
      expect(described.grid).toMatchObject({ rows: grid.rows, columns: grid.columns });

      const { features, embeddings, logits } = await compute(name, place.out, dtype);
      const { text, source, prompt, logits: expectedLogits } = await tinyLanguageModel(name);
      const { features: expectedFeatures } = await tinyVision(name);
      const table = source.tensor('embed_tokens.weight');
      const [third, fifth] = [await table.rows(3, 1), await table.rows(5, 1)];
      expect(embeddings).toEqual(Float32Array.of(...third, ...fifth));
      if (dtype === 'fp32') {
        expect(distance(features, expectedFeatures)).toBeLessThan(1e-4);
        expect(distance(logits, expectedLogits)).toBeLessThan(1e-4);
      } else {
        const cosines = tokenCosines(features, expectedFeatures, text.hiddenSize);
        expect(Math.min(...cosines)).toBeGreaterThan(0.99);
        // What the form costs is tested with the graph: the files hold the same.
        const graph = new ConverterGraph();
        writeDecoderGraph(graph, text, source, dtype);
        await using inMemory = await createOnnxSession(await graphInMemory(graph));
        expect(logits).toEqual(await newKeysDecoderGraph(inMemory).run(prompt));
      }
    },
  );
});

test('what is beside the weights is copied as it stands', async () => {
  await using place = await conversionPlace();
  const { paths } = await convertModel(checkpointFolder('llava-1.6'), { out: place.out });
  expect(paths).toContain('chat_template.jinja');
  const [theirs, ours] = await Promise.all(
    [checkpointFolder('llava-1.6'), place.out].map(async (folder) => {
      const opened = await openModelFolder(folder);
      return [
        opened.config,
        opened.preprocessorConfig,
        await opened.chatTemplate(),
        await opened.tokenizer(),
      ];
    }),
  );
  expect(ours).toEqual(theirs);
});

test('a strategy that keeps the class token', async () => {
  await using place = await conversionPlace();
  const name = 'llava-1.5-class-token';
  await convertModel(checkpointFolder(name), { out: place.out });
  const { grid } = await describeModel(await openModelFolder(place.out));
  const { features } = await tinyCheckpoint(name).oracle();
  expect(grid).toMatchObject({ rows: features.rows, columns: features.columns });
});
