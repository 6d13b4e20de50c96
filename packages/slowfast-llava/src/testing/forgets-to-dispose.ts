import { openAssistant } from '../index.ts';

// Plans, asks a question about the video of the first argument, meets an error and a cancellation, and disposes nothing.
const assistant = await openAssistant({ cache: false });
const [path] = process.argv.slice(2);
console.log((await assistant.plan(path!)).frames);
const video = await assistant.watch(path!);
console.log((await video.ask('What shape appears?').result()).answer);
await assistant.watch('no-such-file.mp4').catch((error) => console.log(error.code));
await assistant.watch(path!, { signal: AbortSignal.timeout(1) }).catch((error) => console.log(error.name));
await openAssistant({ backend: 'abacus' }).catch((error) => console.log(error.code));
