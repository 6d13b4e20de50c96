import { createOnnxSession } from '@slowfast/onnx-session';

// Opens the model of the first argument by the package of sessions alone, then stays for as many seconds as the second says.
const [path, seconds] = process.argv.slice(2);
await using session = await createOnnxSession(path!);
console.log(session.inputs.map(({ name }) => name).join());
await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1000));
