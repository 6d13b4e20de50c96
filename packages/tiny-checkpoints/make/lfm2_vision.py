"""LFM2-VL's vision tower and projector as one module that can be exported for every grid of patches.

The real tower loops over the pictures of a batch in Python and interpolates its positions with `F.interpolate`. Here the
same weights and layers are used, but interpolation and the joining of neighbours are products and gathers that depend on
`spatial_shapes` alone. make/lfm2_vl.py compares the two."""

import torch


class Lfm2VlVision(torch.nn.Module):
    """`pixel_values` [pictures, patches, 768], `pixel_attention_mask` [pictures, patches] and `spatial_shapes`
    [pictures, 2] (rows, columns) to `image_features` [tokens of all pictures, size]."""

    def __init__(self, model):
        super().__init__()
        self.tower, self.projector = model.model.vision_tower, model.model.multi_modal_projector
        self.tower.config._attn_implementation = "eager"

    def axis_weights(self, place, length):
        """[pictures, patches, source]: weights of antialiased linear interpolation of `source` positions to `length`."""
        source = self.tower.embeddings.position_embedding_size
        scale = source / length.float()
        support = scale.clamp(min=1.0)
        centre = (place.float() + 0.5) * scale
        distance = (torch.arange(source).float() + 0.5 - centre[:, :, None]).abs() / support[:, :, None]
        weights = (1.0 - distance).clamp(min=0.0)
        return weights / weights.sum(-1, keepdim=True)

    def forward(self, pixel_values, pixel_attention_mask, spatial_shapes):
        embeddings, factor = self.tower.embeddings, self.projector.factor
        pictures, patches = pixel_attention_mask.shape
        rows, columns = spatial_shapes[:, 0:1], spatial_shapes[:, 1:2]

        # Padding patches get the position of the last real one; nothing attends to them.
        place = torch.minimum(torch.arange(patches)[None], rows * columns - 1)
        row = torch.div(place, columns, rounding_mode="floor")
        of_rows = self.axis_weights(row, rows)
        of_columns = self.axis_weights(place - row * columns, columns)
        pairs = (of_rows[:, :, :, None] * of_columns[:, :, None, :]).flatten(2)
        x = embeddings.patch_embedding(pixel_values) + pairs @ embeddings.position_embedding.weight

        mask = (1.0 - pixel_attention_mask[:, None, None, :].float()) * -1e9
        for layer in self.tower.encoder.layers:
            x = layer(x, mask)
        x = self.tower.post_layernorm(x)

        token = torch.arange(patches // factor**2)[None]
        width = torch.div(columns, factor, rounding_mode="floor")
        row = torch.div(token, width, rounding_mode="floor")
        column = token - row * width
        neighbours = [(row * factor + down) * columns + column * factor + right
                      for down in range(factor) for right in range(factor)]
        joined = [x.gather(1, n.clamp(max=patches - 1)[:, :, None].expand(-1, -1, x.shape[2])) for n in neighbours]
        joined = torch.cat(joined, -1)
        projector = self.projector
        if projector.use_layer_norm:
            joined = projector.layer_norm(joined)
        features = projector.linear_2(projector.act(projector.linear_1(joined)))
        return features[token < width * torch.div(rows, factor, rounding_mode="floor")]
