/** The nearest quarter turn clockwise, of any angle in degrees. */
export function quarterTurn(clockwiseDegrees: number): 0 | 90 | 180 | 270 {
  const quarters = Math.round(clockwiseDegrees / 90) % 4;
  return (((quarters + 4) % 4) * 90) as 0 | 90 | 180 | 270;
}
