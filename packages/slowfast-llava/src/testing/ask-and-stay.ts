import { openAssistant } from '../index.ts';

// Asks a question about the video of the first argument, then stays for as many seconds as the second says, as a server does.
const [path, seconds] = process.argv.slice(2);
await using assistant = await openAssistant({ cache: false });
await using video = await assistant.watch(path!);
console.log((await video.ask('What shape appears?').result()).answer);
await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1000));
