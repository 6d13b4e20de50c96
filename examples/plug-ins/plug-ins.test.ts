import {
  frameSamplerConformance,
  tokenAggregatorConformance,
  visionEncoderConformance,
} from '@slowfast/test-kit';
import { readGolden } from '@slowfast/test-kit/files';
import { expect, test } from 'vitest';
import { everyNthFrame } from './every-nth-frame.ts';
import { meanColours } from './mean-colours.ts';
import { meanOfGroups } from './mean-of-groups.ts';

// What a package of somebody else's is tested with: nothing but @slowfast/spec, @slowfast/test-kit and vitest.

frameSamplerConformance('everyNthFrame', { create: () => everyNthFrame(7) });
visionEncoderConformance('meanColours', { create: async () => meanColours(3, 4) });
tokenAggregatorConformance('meanOfGroups', { create: () => meanOfGroups(4) });

test('golden vectors are at hand', async () => {
  expect(await readGolden('token-counts')).toBeTypeOf('object');
});
