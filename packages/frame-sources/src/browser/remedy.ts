/** What to do in a browser about a container or a codec that it doesn't read. */
export const browserRemedy =
  "convert it to MP4 with H.264 or to WebM, for instance with 'ffmpeg -i video -c:v libx264 video.mp4', or ask the command slowfast, which reads it as it is.";
