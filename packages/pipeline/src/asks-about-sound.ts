/** Hearing, and what can only be heard. */
const heard = new RegExp(
  `\\b(${[
    'hear|hears|heard|hearing|overhear|overheard|audible|inaudible|aloud|out loud',
    'listen|listens|listened|listening|audio|sound|sounds|sounding|soundtrack|noise|noises|noisy',
    'loud|louder|loudest|loudly|silent|silence',
    'music|song|songs|melody|tune|lyrics|voice|voices|voice-?over|accent',
    'narrate|narrates|narrated|narration|narrator|dialogue|dialog|transcribe|transcript|transcription',
    'spoken|pronounce|pronounced|whisper|whispers|whispered|whispering',
    'bark|barks|barking|meow|meows|meowing',
  ].join('|')})\\b`,
  'i',
);

/** Saying and singing, and what is talked about. */
const said = [
  /\b(say|says|said|saying|sing|sings|sang|sung|singing)\b/i,
  /\b(mention|mentions|mentioned|discuss|discusses|discussed|discussing|announce|announces|announced)\b/i,
  /\b(talk|talks|talked|talking|speak|speaks|spoke|speaking)\s+(\S+\s+){0,4}about\b/i,
  // At the end of a question: "what language do they speak". Who is seen speaking is no matter of hearing.
  /\b(what|which)\b.*\b(speak|speaks|speaking|shout|shouts|shouting|yell|yells|yelling|chant|chants|chanting)\W*$/i,
];

/** What says something to the eye: "what does the sign say", "what does it say on the wall". */
const written = new RegExp(
  `\\b(${[
    'sign|label|text|caption|subtitle|title|letter|letters|writing|inscription|message|headline|slogan|logo',
    'screen|display|board|blackboard|whiteboard|scoreboard|banner|billboard|poster|sticker|plate|tag|card',
    'shirt|t-shirt|cap|hat|jersey|page|book|slide|paper|newspaper|menu|note|clock|watch',
  ].join('|')})s?\\b(\\s+\\S+){0,5}\\s+(say|says|said|saying)\\b|\\b(say|says|said)\\s+on\\b`,
  'i',
);

/** Figures of speech and things that hold such a word and mean no sound. */
const figures = new RegExp(
  [
    '\\bsounds? (good|great|asleep)\\b|\\bsafe and sound\\b|\\bsound (system|board|booth)s?\\b',
    '\\bmusic (stand|sheet)s?\\b|\\bsheet music\\b|\\bhearing (aid|protection)s?\\b|\\baccent (wall|colou?r)s?\\b',
    '\\b(would|could|can) you say\\b|\\bthat is to say\\b|\\btree bark\\b|\\bbark of\\b',
  ].join('|'),
  'gi',
);

/**
 * Whether a question asks for something that is heard: what is said, sung or talked about, or how it sounds. It goes by English words
 * of hearing and saying, and knows no other language.
 */
export function asksAboutSound(question: string): boolean {
  const text = question.replace(figures, ' ');
  return heard.test(text) || (!written.test(text) && said.some((pattern) => pattern.test(text)));
}
