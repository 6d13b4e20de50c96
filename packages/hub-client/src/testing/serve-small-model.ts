import { startLoopbackHub } from '@slowfast/loopback-hub';
import { neededPaths, smallModel } from './small-model.ts';

// Serves the small model until it is ended, for fixtures/hub-cache/make.py.

const hub = await startLoopbackHub();
hub.publish('owner/small', smallModel);
hub.publish('owner/small', smallModel, { revision: 'feature/one' });
console.log(JSON.stringify({ endpoint: hub.endpoint, paths: neededPaths }));
