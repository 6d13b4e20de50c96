/** The wordings of questions about rows of digits; `{place}` is "first" to "fourth", or "last". */
export const rowWordings = {
  rowColour: [
    'what {colour} are the digits?',
    'which {colour} are the digits?',
    'what {colour} do the digits have?',
    'what is the {colour} of the digits?',
    'what {colour} is the row of digits?',
  ],
  digits: [
    'which digits are written, from left to right?',
    'which digits are written, from left to right?',
    'which digits are written?',
    'which digits are shown, from left to right?',
    'what digits do you see, from left to right?',
    'which digits can you see in the {medium}?',
    'read the digits.',
    'read the digits from left to right.',
    'read the row of digits.',
    'what does the row of digits say?',
    'what are the digits?',
    'what is written in the {medium}?',
    'which numbers are written in the {medium}, from left to right?',
  ],
  digitAt: [
    'what is the {place} digit?',
    'which digit is the {place} one?',
    'which is the {place} digit of the row?',
    'what is the {place} digit from the left?',
    'what is the {place} one of the digits?',
    'read the {place} digit.',
  ],
} as const satisfies Record<string, readonly string[]>;

/** The wordings of questions about two things that appear one after the other, in either order of naming. */
export const orderWordings = {
  appearsFirst: [
    'what appears first, {one} or {other}?',
    'what appears first, {one} or {other}?',
    'which appears first, {one} or {other}?',
    'what comes first, {one} or {other}?',
    'what is seen first, {one} or {other}?',
    'what shows up first, {one} or {other}?',
    'which of the two appears first: {one} or {other}?',
    'does {one} or {other} appear first?',
    'what appears before the other, {one} or {other}?',
  ],
  appearsLast: [
    'what appears last, {one} or {other}?',
    'which appears last, {one} or {other}?',
    'what appears later, {one} or {other}?',
    'what comes later, {one} or {other}?',
    'what comes second, {one} or {other}?',
    'which of the two appears second: {one} or {other}?',
    'does {one} or {other} appear later?',
    'what appears after the other, {one} or {other}?',
  ],
  isBefore: [
    'does {one} appear before {other}?',
    'does {one} come before {other}?',
    'is {one} there before {other}?',
    'does {one} show up earlier than {other}?',
  ],
  isAfter: [
    'does {one} appear after {other}?',
    'does {one} come after {other}?',
    'does {one} show up later than {other}?',
  ],
} as const satisfies Record<string, readonly string[]>;
