import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const text = {
  model_type: 'qwen2',
  hidden_size: 896,
  intermediate_size: 4864,
  num_hidden_layers: 24,
  num_attention_heads: 14,
  num_key_value_heads: 2,
  vocab_size: 151936,
  max_position_embeddings: 32768,
  rope_theta: 1e6,
  tie_word_embeddings: true,
};
const vision = {
  model_type: 'siglip_vision_model',
  hidden_size: 1152,
  intermediate_size: 4304,
  num_hidden_layers: 26,
  num_attention_heads: 16,
  image_size: 384,
  patch_size: 14,
};
const config = {
  architectures: ['LlavaOnevisionForConditionalGeneration'],
  text_config: text,
  vision_config: vision,
};

/** Writes a checkpoint in the shape of LLaVA-OneVision 0.5B with random values in bfloat16, 1.8 GB. */
export async function writeLargeCheckpoint(folder: string) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'tokenizer.json'), '{}');
  const header: Record<string, object> = {};
  let [bytes, largestTensorBytes] = [0, 0];
  for (const [name, shape] of tensors()) {
    const size = 2 * shape.reduce((product, axis) => product * axis, 1);
    header[name] = { dtype: 'BF16', shape, data_offsets: [bytes, bytes + size] };
    bytes += size;
    largestTensorBytes = Math.max(largestTensorBytes, size);
  }
  const encoded = new TextEncoder().encode(JSON.stringify(header));
  await using file = await open(join(folder, 'model.safetensors'), 'w');
  await file.write(new BigUint64Array([BigInt(encoded.length)]));
  await file.write(encoded);
  const piece = randomValues(2 ** 21);
  for (let left = bytes; left > 0; left -= piece.length) {
    await file.write(piece, 0, Math.min(left, piece.length));
  }
  return { bytes, largestTensorBytes };
}

/** So many values between 2^-7 and 2^-6 with either sign, as bfloat16. */
function randomValues(count: number): Uint8Array {
  const values = Uint16Array.from({ length: count }, () => {
    const sign = Math.random() < 0.5 ? 0x8000 : 0;
    return sign | 0x3c00 | Math.floor(Math.random() * 128);
  });
  return new Uint8Array(values.buffer);
}

type NamedShape = readonly [string, readonly number[]];

function* tensors(): Iterable<NamedShape> {
  const { hidden_size: hidden, intermediate_size: inner } = text;
  yield ['language_model.model.embed_tokens.weight', [text.vocab_size, hidden]];
  yield ['language_model.model.norm.weight', [hidden]];
  for (let layer = 0; layer < text.num_hidden_layers; layer += 1) {
    const at = `language_model.model.layers.${layer}`;
    yield [`${at}.input_layernorm.weight`, [hidden]];
    yield [`${at}.post_attention_layernorm.weight`, [hidden]];
    yield* linear(`${at}.self_attn.q_proj`, hidden, hidden);
    yield* linear(`${at}.self_attn.k_proj`, 128, hidden);
    yield* linear(`${at}.self_attn.v_proj`, 128, hidden);
    yield [`${at}.self_attn.o_proj.weight`, [hidden, hidden]];
    yield [`${at}.mlp.gate_proj.weight`, [inner, hidden]];
    yield [`${at}.mlp.up_proj.weight`, [inner, hidden]];
    yield [`${at}.mlp.down_proj.weight`, [hidden, inner]];
  }
  yield* visionTensors();
  yield* linear('multi_modal_projector.linear_1', hidden, vision.hidden_size);
  yield* linear('multi_modal_projector.linear_2', hidden, hidden);
}

function* visionTensors(): Iterable<NamedShape> {
  const { hidden_size: hidden, intermediate_size: inner, patch_size: patch } = vision;
  const embeddings = 'vision_tower.vision_model.embeddings';
  yield [`${embeddings}.patch_embedding.weight`, [hidden, 3, patch, patch]];
  yield [`${embeddings}.patch_embedding.bias`, [hidden]];
  yield [`${embeddings}.position_embedding.weight`, [Math.floor(vision.image_size / patch) ** 2, hidden]];
  for (let layer = 0; layer < vision.num_hidden_layers; layer += 1) {
    const at = `vision_tower.vision_model.encoder.layers.${layer}`;
    for (const norm of ['layer_norm1', 'layer_norm2']) {
      yield [`${at}.${norm}.weight`, [hidden]];
      yield [`${at}.${norm}.bias`, [hidden]];
    }
    for (const name of ['q_proj', 'k_proj', 'v_proj', 'out_proj']) {
      yield* linear(`${at}.self_attn.${name}`, hidden, hidden);
    }
    yield* linear(`${at}.mlp.fc1`, inner, hidden);
    yield* linear(`${at}.mlp.fc2`, hidden, inner);
  }
}

function* linear(name: string, outputs: number, inputs: number): Iterable<NamedShape> {
  yield [`${name}.weight`, [outputs, inputs]];
  yield [`${name}.bias`, [outputs]];
}
