import { firstPositiveNumber, type JsonObject, jsonAt } from './json.ts';

/**
 * Pixels along the edge of one token's square: of a patch, or of several that the projector joins (`scale_factor` of
 * SmolVLM, `downsample_factor` of LFM2-VL).
 */
export function tokenPixels(config: JsonObject): number | undefined {
  const patch = firstPositiveNumber(jsonAt(config, 'vision_config', 'patch_size'), towerPatch(config));
  const joined = firstPositiveNumber(config.scale_factor, config.downsample_factor) ?? 1;
  return patch && patch * joined;
}

/** CLIP towers put a class token before the patches; SigLIP towers have none. */
export function hasClassToken(config: JsonObject): boolean {
  return (
    jsonAt(config, 'vision_config', 'model_type') === 'clip_vision_model' || /\bclip-/.test(towerName(config))
  );
}

/**
 * Flat configurations (`llava_qwen2`, `llava_llama`) tell of the tower only by its name: `siglip-so400m-patch14-384`,
 * `clip-vit-large-patch14-336`, or `mobileclip_l_1024`, the FastViTHD of FastVLM, whose tokens are 64 pixels wide
 * (https://github.com/apple/ml-fastvlm, llava/model/multimodal_encoder/mobileclip/configs/mobileclip_l.json).
 */
function towerPatch(config: JsonObject): number | undefined {
  const name = towerName(config);
  const patch = Number(/patch[-_]?(\d+)/.exec(name)?.[1]);
  return firstPositiveNumber(patch, /^mobileclip_l_\d+$/.test(name) ? 64 : undefined);
}

function towerName(config: JsonObject): string {
  const name = config.mm_vision_tower ?? config.vision_tower;
  return typeof name === 'string' ? name.toLowerCase() : '';
}
