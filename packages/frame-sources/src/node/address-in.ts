/** The address that a text is, where it is one. A drive of Windows is none. */
export function addressIn(text: string): URL | undefined {
  return /^([a-z][a-z0-9+.-]+:\/\/|data:|blob:)/i.test(text) ? (URL.parse(text) ?? undefined) : undefined;
}
