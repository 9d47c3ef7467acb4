import { crc32 } from 'node:zlib'

/** https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html: prelude, headers, payload, checksums. */
const header = (name: string, value: string): Buffer => {
  const [key, text] = [Buffer.from(name), Buffer.from(value)]
  const stringType = 7
  const length = Buffer.alloc(2)
  length.writeUInt16BE(text.length)
  return Buffer.concat([Buffer.from([key.length]), key, Buffer.from([stringType]), length, text])
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

export const frame = (headers: Readonly<Record<string, string>>, payload: string): Buffer => {
  const heads = Buffer.concat(Object.entries(headers).map(([name, value]) => header(name, value)))
  const body = Buffer.from(payload)
  const prelude = Buffer.concat([uint32(heads.length + body.length + 16), uint32(heads.length)])
  const unsigned = Buffer.concat([prelude, uint32(crc32(prelude)), heads, body])
  return Buffer.concat([unsigned, uint32(crc32(unsigned))])
}
