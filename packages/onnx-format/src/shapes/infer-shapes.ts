import { elementwiseRules } from './elementwise-rules.ts';
import { layoutRules } from './layout-rules.ts';
import { matrixRules } from './matrix-rules.ts';
import { normalisationRules } from './normalisation-rules.ts';
import type { GraphValue, NodeToInfer, ShapeRule } from './shape-rule.ts';
import { valueRules } from './value-rules.ts';

const rules: Readonly<Record<string, ShapeRule>> = {
  ...elementwiseRules,
  ...matrixRules,
  ...layoutRules,
  ...normalisationRules,
  ...valueRules,
};

/**
 * What a node gives, by the rule of its operator.
 *
 * @throws InvalidTensorError when the inputs don't fit, or there is no rule and nothing was declared.
 */
export function inferShapes(node: NodeToInfer): readonly GraphValue[] {
  const rule = Object.hasOwn(rules, node.operator) ? rules[node.operator] : undefined;
  if (!rule)
    return node.fail('an operator without a rule of shapes', 'the outputs declared with the node (`gives`)');
  return rule(node);
}
