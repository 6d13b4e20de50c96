/** The addresses of the model's files by their paths in the layout that transformers.js reads, as a bundler or server has them. */
export declare const modelFiles: Readonly<Record<string, URL>>;
