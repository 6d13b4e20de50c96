// A bundle of CommonJS has no address: what is then asked for is not there, and whoever asks says so.
export const modelFolder = new URL('./', import.meta.url ?? 'file:///bundled-without-its-files/');
