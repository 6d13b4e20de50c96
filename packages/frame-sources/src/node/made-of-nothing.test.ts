import { describeMadeOfNothing } from '../testing/made-of-nothing-suite.ts';
import { nodeDecoders } from './decoders.ts';

for (const decoder of await nodeDecoders()) await describeMadeOfNothing(decoder);
