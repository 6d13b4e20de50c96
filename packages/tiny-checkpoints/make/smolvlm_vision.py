"""SmolVLM's vision tower and connector as one module that can be exported: the real layers with the same weights, and
what stands around them (padding pictures, masks, places of patches) without steps that the exporter can't follow.
make/smolvlm2.py compares the two."""

import torch


class SmolVlmVision(torch.nn.Module):
    """`pixel_values` [batch, pictures, 3, side, side] and `pixel_attention_mask` [batch, pictures, side, side] to
    `image_features` [pictures, tokens, size]. Pictures of zeros alone are padding and left out."""

    def __init__(self, model):
        super().__init__()
        self.tower, self.connector = model.model.vision_model, model.model.connector

    def places(self, counts):
        """[pictures, side]: the row (or column) of the position table for every row of patches."""
        side = self.tower.embeddings.num_patches_per_side
        boundaries = torch.arange(1 / side, 1.0, 1 / side)
        fractions = (torch.arange(side).float()[None] * (1.0 / counts)[:, None]).clamp(max=1.0 - 1e-6)
        return (fractions[:, :, None] >= boundaries).sum(-1)

    def forward(self, pixel_values, pixel_attention_mask):
        embeddings = self.tower.embeddings
        side, patch = embeddings.num_patches_per_side, embeddings.patch_size
        pixels, mask = pixel_values.flatten(0, 1), pixel_attention_mask.flatten(0, 1)
        shown = (pixels != 0).flatten(1).any(1)
        pixels, mask = pixels[shown], mask[shown]
        seen = mask.reshape(-1, side, patch, side, patch).any(4).any(2)
        places = self.places(seen[:, :, 0].sum(1))[:, :, None] * side + self.places(seen[:, 0, :].sum(1))[:, None, :]
        seen = seen.flatten(1)
        x = embeddings.patch_embedding(pixels).flatten(2).transpose(1, 2)
        x = x + embeddings.position_embedding(places.flatten(1) * seen)
        bias = (1.0 - seen[:, None, None, :].float()) * -1e9
        for layer in self.tower.encoder.layers:
            x = layer(x, bias)
        return self.connector(self.tower.post_layernorm(x))
