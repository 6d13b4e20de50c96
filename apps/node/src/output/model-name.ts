/** The model in JSON: as it was given, else `embedded`. */
export function modelName(model: string | undefined): string {
  return model || 'embedded';
}
