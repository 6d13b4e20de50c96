import { serveBringing } from './browser/remote-pull.ts';

// Entry of the web worker in which a page's downloads from the hub are written: only workers write files in place.
serveBringing();
