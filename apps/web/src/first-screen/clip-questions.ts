import answers from '@slowfast/tiny-model/clips/answers.json';

/** Questions about a bundled clip by its name; empty for other videos. */
export function questionsAbout(name: string): readonly string[] {
  const open = answers.filter(({ clip, options }) => clip === name && !options);
  // Of questions in other words with the same answer, the first.
  return [...new Map(open.toReversed().map(({ question, answer }) => [answer, question])).values()]
    .toReversed()
    .slice(0, 4);
}
