import { openAssistant } from 'slowfast-llava';

const assistant = await openAssistant(); // the embedded model; { model: 'owner/name' } or { model: './folder' }
try {
  const video = await assistant.watch(process.argv[2] ?? 'clip.mp4');
  const { shape, star, many } = await video.decide({
    shape: { type: 'choice', text: 'What shape appears?', choices: ['circle', 'square', 'star'] },
    star: { type: 'boolean', text: 'Is there a star?' },
    many: { type: 'score', text: 'How many shapes are there?', levels: ['one', 'two', 'three'] },
  });
  console.log(shape.choice, shape.probabilities); // of all choices in their order
  console.log(star.answer, star.probability); // of yes
  console.log(many.level, many.score); // the first level counts 0
  // Little of the model's probability on these answers means that it would have said something else.
  if (shape.labelMass < 0.5) console.log('It is probably none of these.');
} finally {
  await assistant.dispose();
}
