/** A message about a model of the hub, for somebody who may have meant a folder. */
export function withFolderSought(message: string, facts: { readonly folderSought?: string }): string {
  const { folderSought } = facts;
  return folderSought === undefined
    ? message
    : `${message} If a folder was meant: there is none at ${folderSought}.`;
}
