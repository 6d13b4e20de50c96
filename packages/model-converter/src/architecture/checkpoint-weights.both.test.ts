import { ModelInvalidError } from '@slowfast/spec';
import { tinyCheckpoint } from '@slowfast/tiny-checkpoints';
import { describe, expect, test } from 'vitest';
import { openSafetensors } from '../safetensors/open-safetensors.ts';
import { storeInMemory } from '../testing/store-in-memory.ts';
import { renamedWeights } from '../weights/renamed-weights.ts';
import type { WeightSource } from '../weights/weight-source.ts';
import { findCheckpointWeights } from './checkpoint-weights.ts';
import { readArchitecture } from './read-architecture.ts';

const families = ['llava-1.5', 'llava-1.6', 'llava-onevision', 'llava-interleave'] as const;

async function opened(name: (typeof families)[number]) {
  const { files } = tinyCheckpoint(name);
  const source = await openSafetensors(
    storeInMemory({ 'model.safetensors': await files.bytes('model.safetensors') }),
  );
  return { source, architecture: readArchitecture(await files.json('config.json'), name) };
}

/** The same weights by the names of older files, and by those of the classes of transformers 5. */
const namings = {
  'as stored': (source: WeightSource) => source,
  'as transformers 4 wrote them': (source: WeightSource) =>
    renamedWeights(source, {
      'vision_tower.vision_model.': 'vision_tower.',
      'language_model.': 'language_model.',
      '': '',
    }),
  'as the classes name them': (source: WeightSource) =>
    renamedWeights(source, {
      'model.vision_tower.': 'vision_tower.',
      'model.multi_modal_projector.': 'multi_modal_projector.',
      'model.language_model.': 'language_model.model.',
      'lm_head.': 'language_model.lm_head.',
    }),
};

describe.each(families)('findCheckpointWeights of %s', (name) => {
  test.each(Object.keys(namings) as (keyof typeof namings)[])('finds all parts, named %s', async (naming) => {
    const { source, architecture } = await opened(name);
    const found = findCheckpointWeights(namings[naming](source), architecture);
    expect(found.architecture).toEqual(architecture);
    const { vision, text } = found.weights;
    expect(vision.names).toContain('vision_tower.encoder.layers.1.mlp.fc2.weight');
    expect(vision.names).toContain('multi_modal_projector.linear_2.weight');
    expect(text.names).toContain('layers.1.self_attn.q_proj.weight');
    expect(text.has('lm_head.weight')).toBe(!architecture.text.tiedEmbeddings);
    const rows = await text.tensor('embed_tokens.weight').rows(5, 1);
    expect(rows).toEqual(await source.tensor('language_model.model.embed_tokens.weight').rows(5, 1));
  });
});

describe('findCheckpointWeights', () => {
  test('takes a head of its own where there is one, whatever the configuration claims', async () => {
    const { source, architecture } = await opened('llava-1.5');
    const claimed = { ...architecture, text: { ...architecture.text, tiedEmbeddings: true } };
    expect(findCheckpointWeights(source, claimed).architecture.text.tiedEmbeddings).toBe(false);
  });

  test('names what is missing, and what has another shape', async () => {
    const { source, architecture } = await opened('llava-onevision');
    const without = (missing: string): WeightSource => ({
      ...source,
      has: (name) => name !== missing && source.has(name),
      tensor: (name) => source.tensor(name === missing ? 'absent' : name),
    });
    const bias = 'language_model.model.layers.1.self_attn.k_proj.bias';
    expect(() => findCheckpointWeights(without(bias), architecture)).toThrow(ModelInvalidError);
    const untied = { ...architecture, text: { ...architecture.text, tiedEmbeddings: false } };
    expect(() => findCheckpointWeights(source, untied)).toThrow('language_model.lm_head.weight');
    const wider = { ...architecture, projector: { ...architecture.projector, inputSize: 48 } };
    expect(() => findCheckpointWeights(source, wider)).toThrow(
      'multi_modal_projector.linear_1.weight of shape [32, 32]',
    );
  });
});
