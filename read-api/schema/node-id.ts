/** Global ids: opaque to clients, `<type>:<id of the hub>` in base64url. */
export const encodeNodeId = (typename: string, id: string): string =>
  Buffer.from(`${typename}:${id}`).toString('base64url')

const form = /^([A-Za-z]\w*):(.+)$/s

export const decodeNodeId = (
  nodeId: string,
): { readonly typename: string; readonly id: string } | undefined => {
  const [, typename, id] = form.exec(Buffer.from(nodeId, 'base64url').toString()) ?? []
  return typename === undefined || id === undefined ? undefined : { typename, id }
}
