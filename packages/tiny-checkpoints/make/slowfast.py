"""SlowFast's token reduction in plain numpy: an oracle that shares no code with @slowfast/token-aggregators."""

import numpy as np

SLOW_FRAMES, FAST_ROWS, FAST_COLUMNS = 3, 4, 4
SETTINGS = f"slowfast-slow_{SLOW_FRAMES}frms_spatial_1d_max_pool-fast_{FAST_ROWS}x{FAST_COLUMNS}"


def slow_frames(frames, wanted):
    return [k * frames // wanted for k in range(wanted)]


def pair_maxima(tokens):
    """Maximum of consecutive pairs of the flattened list; an odd last token is dropped."""
    pairs = len(tokens) // 2
    return np.maximum(tokens[0:2 * pairs:2], tokens[1:2 * pairs:2])


def adaptive_average(grid, rows, columns):
    """[rows, columns, size] averaged over bins that cover floor(i s / o) to ceil((i + 1) s / o)."""
    bins = lambda size, out: [(i * size // out, -(-(i + 1) * size // out)) for i in range(out)]
    return np.stack([grid[r0:r1, c0:c1].astype(np.float64).mean((0, 1))
                     for r0, r1 in bins(grid.shape[0], rows) for c0, c1 in bins(grid.shape[1], columns)])


def slowfast(features, rows, columns):
    """features [frames, rows * columns, size] -> [tokens, size]: all slow tokens, then all fast ones."""
    slow = [pair_maxima(features[k]) for k in slow_frames(len(features), SLOW_FRAMES)]
    fast = [adaptive_average(frame.reshape(rows, columns, -1), FAST_ROWS, FAST_COLUMNS) for frame in features]
    return np.concatenate(slow + fast).astype(np.float32)
