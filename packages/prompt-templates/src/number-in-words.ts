const small = [
  ...[
    'zero',
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
    'seven',
    'eight',
    'nine',
    'ten',
    'eleven',
    'twelve',
  ],
  ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
];
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** A whole number below a million in English words, with the commas, hyphens and "and" of Python's num2words; else its digits. */
export function numberInWords(number: number): string {
  if (!Number.isSafeInteger(number) || number < 0 || number >= 1_000_000) return String(number);
  if (number < 20) return small[number]!;
  if (number < 100) return joined(tens[Math.floor(number / 10) - 2]!, '-', number % 10);
  if (number < 1000) return joined(`${small[Math.floor(number / 100)]} hundred`, ' and ', number % 100);
  const rest = number % 1000;
  return joined(`${numberInWords(Math.floor(number / 1000))} thousand`, rest < 100 ? ' and ' : ', ', rest);
}

function joined(first: string, separator: string, rest: number): string {
  return rest === 0 ? first : `${first}${separator}${numberInWords(rest)}`;
}
