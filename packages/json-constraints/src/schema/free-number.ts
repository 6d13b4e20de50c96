import { mostDigits, type NumberForm } from './number-form.ts';

/**
 * Numbers without limits. A key is the part of a number that was reached, and how many digits there are: `-`, `0` (a single zero), `i3`
 * (three digits), `.3` (a point behind three), `f4` (a fraction, four digits in all), `e`, `s` (the exponent's sign), `x1`.
 */
export function freeNumber(isInteger: boolean): NumberForm {
  return {
    next(key, character) {
      const part = key[0] ?? '';
      const digits = part === '0' ? 1 : Number(key.slice(1));
      if (character >= '0' && character <= '9') return withDigit(part, digits, character);
      if (character === '-' && part === '') return '-';
      if (isInteger) return undefined;
      const isWhole = part === '0' || part === 'i';
      if (character === '.' && isWhole && digits < mostDigits) return `.${digits}`;
      if ((character === 'e' || character === 'E') && (isWhole || part === 'f')) return 'e';
      if ((character === '+' || character === '-') && part === 'e') return 's';
      return undefined;
    },
    isComplete: (key) => ['0', 'i', 'f', 'x'].includes(key[0] ?? ''),
    leastCharacters: (key) => (['0', 'i', 'f', 'x'].includes(key[0] ?? '') ? 0 : 1),
  };
}

function withDigit(part: string, digits: number, character: string): string | undefined {
  switch (part) {
    case '':
    case '-':
      return character === '0' ? '0' : 'i1';
    case 'i':
      return digits < mostDigits ? `i${digits + 1}` : undefined;
    case '.':
    case 'f':
      return digits < mostDigits ? `f${digits + 1}` : undefined;
    case 'e':
    case 's':
      return 'x1';
    case 'x':
      return digits < 2 ? `x${digits + 1}` : undefined;
    default:
      return undefined;
  }
}
