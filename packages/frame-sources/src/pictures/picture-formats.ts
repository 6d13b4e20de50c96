/** A kind of picture that is read here. */
export interface PictureFormat {
  /** As its users name it. */
  readonly codec: string;
  /** As messages call it, with its article. */
  readonly found: string;
}

const formats: Readonly<Record<string, string>> = {
  'a PNG image': 'png',
  'a JPEG image': 'jpeg',
  'a WebP image': 'webp',
  'an AVIF image': 'avif',
  'a TIFF image': 'tiff',
  'a BMP image': 'bmp',
};

/** The kind of picture that was found in a file; `undefined` for everything else. */
export function pictureFormat(found: string): PictureFormat | undefined {
  const codec = formats[found];
  return codec === undefined ? undefined : { codec, found };
}

const endings = /\.(png|jpe?g|jfif|webp|avif|tiff?|bmp|gif)$/i;
const otherEndings =
  /\.(hei[cf]|jxl|jp2|j2k|svg|ico|psd|tga|exr|hdr|ppm|pgm|pbm|pnm|qoi|dng|cr[23]|nef|arw|orf|rw2|raf)$/i;

/** Whether a file of a folder is called as pictures are that are read here. */
export function isPictureName(name: string): boolean {
  return endings.test(name) && !name.startsWith('.');
}

/** Whether a file of a folder is called as pictures are that are not read here. */
export function isOtherPictureName(name: string): boolean {
  return otherEndings.test(name) && !name.startsWith('.');
}
