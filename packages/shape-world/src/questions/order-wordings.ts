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
