export interface Question { readonly kind: string }
export function askQuestions(..._: unknown[]): Question[] { return []; }
