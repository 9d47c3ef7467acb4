import { parse, stringify } from 'uuid'
import { isId } from '../ids/ids.ts'

/** A UUID as its 16 bytes. */
export const bytesOfId = (id: string): Buffer => Buffer.from(parse(id))

/** Nothing when the bytes are no UUID. */
export const idOfBytes = (bytes: Buffer): string | undefined => {
  try {
    const id = stringify(bytes)
    return isId(id) ? id : undefined
  } catch {
    return undefined
  }
}
