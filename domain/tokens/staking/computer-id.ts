/**
 * A hub's id as 32 bytes of a contract: the 16 of the UUID, then zeros, so that what a chain names is found again without
 * an index. The chain's word for a device, and for a slashing.
 */
export const bytes32OfId = (id: string): string =>
  `0x${id.replaceAll('-', '').toLowerCase()}${'0'.repeat(32)}`

const form = /^0x([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})0{32}$/

/** Back again; nothing when it is no id of a hub. */
export const idOfBytes32 = (bytes: string): string | undefined => {
  const parts = form.exec(bytes.toLowerCase())?.slice(1)
  return parts?.join('-')
}
