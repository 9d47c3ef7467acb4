/** What a tree head says, before it is signed. */
export type TreeHead = {
  /** Leaves of the tree. */
  readonly size: number
  /** In hexadecimal. */
  readonly root: string
  /** When it was made: ISO 8601 UTC. */
  readonly at: string
}

/** The name that the log's signatures bear. */
export const auditName = 'quantum-hub/audit'

const base64 = (hex: string): string =>
  btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => parseInt(byte, 16))))

/**
 * The text under a head's signature: a checkpoint (https://c2sp.org/tlog-checkpoint) with the time as its extension line, so
 * that other programs than ours can check it.
 */
export const headText = ({ size, root, at }: TreeHead): string =>
  `${auditName}\n${size}\n${base64(root)}\nat ${at}\n`

/** What the last key says of the next one. `key` is a verifier key. */
export const endorsementText = (key: string): string => `${auditName}\nnext key\n${key}\n`
