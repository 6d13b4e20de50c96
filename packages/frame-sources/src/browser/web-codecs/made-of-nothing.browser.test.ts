import { test } from 'vitest';
import { describeMadeOfNothing } from '../../testing/made-of-nothing-suite.ts';
import { refusals } from '../../testing/open-clip.browser.ts';
import { webCodecsDecoder } from './web-codecs-decoder.ts';

const refusal = refusals['h264-two-settings.mp4'];
if (refusal === undefined) await describeMadeOfNothing(webCodecsDecoder());
else test.skip(`pictures made of nothing: ${refusal}`, () => {});
