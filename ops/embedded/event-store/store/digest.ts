import { crc32 } from 'node:zlib'

/** Goes on with a digest over the checksums of records, one after the other. */
const four = Buffer.alloc(4)
export const digestOn = (digest: number, checksum: number): number => {
  four.writeUInt32LE(checksum)
  return crc32(four, digest)
}
