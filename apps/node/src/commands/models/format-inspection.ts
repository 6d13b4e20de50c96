import type { BoundTensor, ComponentInspection, ModelInspection } from 'slowfast-llava';
import { formatBytes } from '../../output/units.ts';

/** An inspection for people. */
export function formatInspection(inspection: ModelInspection): string {
  const { grid, image, video, bytes } = inspection;
  const extra =
    grid.extraTokens > 0
      ? `, and 1 ${grid.extraTokenAt === 'start' ? 'before' : 'after'} them that is left out`
      : '';
  const fixed = bytes.fixedStates > 0 ? `, and ${formatBytes(bytes.fixedStates)} whatever their number` : '';
  const rows: readonly (readonly [string, string])[] = [
    ['model', `${inspection.place} (${inspection.architecture})`],
    ['weights', formatBytes(bytes.weights)],
    ['frame', `${image.width}x${image.height} pixels, fit ${image.fit}`],
    [
      'grid',
      `${grid.rows} x ${grid.columns} = ${grid.rows * grid.columns} tokens a frame${extra} (from the ${grid.derivedFrom.replaceAll('-', ' ')})`,
    ],
    [
      'token',
      `${inspection.embeddingSize} wide; ${formatBytes(bytes.keyValuePerToken)} of key-value cache each${fixed}; ${formatBytes(bytes.logitsPerPosition)} of logits a position`,
    ],
    ['image', `${inspection.imageToken.text} (token ${inspection.imageToken.id})`],
    ['context', `${inspection.contextLength} tokens, vocabulary of ${inspection.vocabularySize}`],
    [
      'video',
      `${video.frames} frames by ${video.aggregation}: ${video.tokens.total} tokens = ${video.tokens.slow} slow + ${video.tokens.fast} fast, ${formatBytes(video.keyValueBytes)} of cache${video.fitsContext ? '' : '; more than the context holds, so frames are lowered until they fit'}`,
    ],
  ];
  const facts = rows.map(([name, text]) => `${name.padEnd(10)}${text}`);
  return [...facts, ...inspection.components.flatMap(formatComponent)].join('\n');
}

function formatComponent({
  component,
  dtype,
  path,
  bytes,
  externalData,
  inputs,
  outputs,
}: ComponentInspection) {
  const beside = externalData.length > 0 ? ` with ${externalData.join(', ')}` : '';
  const tensors = [
    ...collapsed(inputs).map((tensor) => ({ verb: 'takes', ...tensor })),
    ...collapsed(outputs).map((tensor) => ({ verb: 'gives', ...tensor })),
  ].map(({ verb, name, type, shape, boundTo, use }) => ({
    tensor: `${verb} ${name} ${type} [${shape.join(', ')}]`,
    use: `${boundTo === undefined || boundTo === name ? '' : `${boundTo}: `}${use}`,
  }));
  const width = Math.max(...tensors.map(({ tensor }) => tensor.length));
  return [
    '',
    `${component} ${dtype}, ${formatBytes(bytes)}: ${path}${beside}`,
    ...tensors.map(({ tensor, use }) => `  ${tensor.padEnd(width)}  ${use}`),
  ];
}

/** The states of all layers, which differ by a number alone, as one line a kind. */
function collapsed(tensors: readonly BoundTensor[]): readonly BoundTensor[] {
  const groups = new Map<string, { readonly first: BoundTensor; readonly layers: number[] }>();
  for (const tensor of tensors) {
    const layer = /\.(\d+)(?=\.|$)/.exec(tensor.name);
    const key = `${layer ? tensor.name.replace(layer[0], '.*') : tensor.name} ${tensor.type} ${tensor.shape}`;
    const group = groups.get(key) ?? { first: tensor, layers: [] };
    if (layer) group.layers.push(Number(layer[1]));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ first, layers }) => {
    if (layers.length < 2) return first;
    const isRange = layers.every((layer, i) => layer === layers[0]! + i);
    const all = isRange ? `${layers[0]}..${layers.at(-1)}` : layers.join(',');
    const name = first.name.replace(/\.\d+(?=\.|$)/, `.{${all}}`);
    return { ...first, name, boundTo: name };
  });
}
