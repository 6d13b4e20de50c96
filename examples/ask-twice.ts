import { openAssistant } from 'slowfast-llava';

const assistant = await openAssistant(); // the embedded model; { model: 'owner/name' } or { model: './folder' }
try {
  const video = await assistant.watch(process.argv[2] ?? 'clip.mp4'); // decoded and encoded once
  for (const question of ['What shape appears?', 'Where does it go?']) {
    for await (const part of video.ask(question)) {
      if (part.type === 'text-delta') process.stdout.write(part.text);
      if (part.type === 'answer-end') console.log(part.result.usage, part.result.seconds);
    }
  }
} finally {
  await assistant.dispose(); // frees the models and what was watched; where your Node has it: await using assistant = …
}
