/** Files that lie beside a test, read alike in Node and in browsers. */
export interface FileFolder {
  /** Address of the folder, ending in a slash: `file:` in Node, `http:` in browsers. */
  readonly url: URL;
  /** @throws Error when there is no such file. */
  bytes(path: string): Promise<Uint8Array<ArrayBuffer>>;
  text(path: string): Promise<string>;
  json<T>(path: string): Promise<T>;
}

/** The folder at an address, over whatever reads a file there. */
export function folderOver(url: URL, read: (file: URL) => Promise<Uint8Array<ArrayBuffer>>): FileFolder {
  const bytes = (path: string) => read(new URL(path, url));
  const text = async (path: string) => new TextDecoder().decode(await bytes(path));
  return { url, bytes, text, json: async (path) => JSON.parse(await text(path)) };
}
