/** The folder that holds the model's files, in the layout that transformers.js reads; it ends with a slash. */
export declare const modelFolder: URL;
