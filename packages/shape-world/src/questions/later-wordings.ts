/** The wordings of questions about small digits; `{place}` is "first" to "fourth" or "last", `{line}` such a word or "top", "lower" and the like. */
export const writingWordings = {
  digitsColour: [
    'what {colour} are the digits?',
    'which {colour} are the digits?',
    'what {colour} do the digits have?',
    'what is the {colour} of the digits?',
    'what {colour} are the small digits?',
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
  line: [
    'which digits are written in the {line} line?',
    'which digits are written in the {line} line, from left to right?',
    'which digits are in the {line} line?',
    'what digits do you see in the {line} line?',
    'read the {line} line.',
    'read the {line} line.',
    'read the digits of the {line} line.',
    'read the {line} line from left to right.',
    'what does the {line} line say?',
    'what is written in the {line} line?',
    'what are the digits of the {line} line?',
    'which digits does the {line} row have?',
    'read the {line} row of digits.',
    'which digits are in the {line} line of the {medium}?',
  ],
  digitInLine: [
    'what is the {place} digit of the {line} line?',
    'what is the {place} digit in the {line} line?',
    'which digit is the {place} one of the {line} line?',
    'which is the {place} digit of the {line} row?',
    'in the {line} line, what is the {place} digit?',
    'read the {place} digit of the {line} line.',
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

/** The wordings of questions about a field of small shapes; `{shape}` is that of all but one. */
export const fieldWordings = {
  odd: [
    'which of the small shapes is different?',
    'which small shape is different from the others?',
    'which of the small shapes is not like the others?',
    'one of the small shapes is different: which shape is it?',
    'one small shape is not like the others: what shape is it?',
    'what shape is the odd one?',
    'which shape is the odd one of the small shapes?',
    'all small shapes but one are the same: what is the other one?',
    'what is there among the small {shape} shapes that is different?',
    'which small shape in the {medium} is not like the others?',
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
