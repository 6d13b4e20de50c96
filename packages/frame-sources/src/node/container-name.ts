const names: Readonly<Record<string, string>> = {
  'mov,mp4,m4a,3gp,3g2,mj2': 'mp4',
  'matroska,webm': 'matroska',
  mpeg: 'mpegps',
};

/** FFmpeg's name of a format as its users name it. */
export function containerName(ffmpegName: string): string {
  return names[ffmpegName] ?? ffmpegName.split(',')[0] ?? ffmpegName;
}
