import { openAssistant } from 'slowfast-llava';

const [clip = 'clip.mp4', question = 'Is there a yellow star?'] = process.argv.slice(2);
const assistant = await openAssistant(); // the embedded model; { model: 'owner/name' } or { model: './folder' }
try {
  const { ranges, frames, decisions, plan } = await assistant.find(clip, question);
  for (const { startSeconds, endSeconds, probability } of ranges) {
    console.log(`${startSeconds} to ${endSeconds} s: ${probability.toFixed(2)}`);
  }
  if (ranges.length === 0) console.log('Nowhere.');
  console.log(
    `${frames} frames and ${decisions} decisions, at most ${plan.mostFrames} and ${plan.mostDecisions}`,
  );
} finally {
  await assistant.dispose();
}
