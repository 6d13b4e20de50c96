/** The probability of yes whose logit, beside that of no, has been divided by a temperature. */
export function tempered(probability: number, temperature: number): number {
  return 1 / (1 + ((1 - probability) / probability) ** (1 / temperature));
}
