import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Node makes keys but no certificates: this writes the one that tests need, in DER (X.690) as RFC 5280 has it. */
const element = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  const { length } = content
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, ...parts)
const identifier = (...bytes: readonly number[]): Buffer => element(0x06, Buffer.from(bytes))
const time = (year: number): Buffer => element(0x18, Buffer.from(`${year}0101000000Z`))
const octets = (content: Buffer): Buffer => element(0x04, content)
const bits = (content: Buffer): Buffer => element(0x03, Buffer.from([0]), content)
const yes = element(0x01, Buffer.from([0xff]))

const commonName = identifier(0x55, 0x04, 0x03)
const basicConstraints = identifier(0x55, 0x1d, 0x13)
const alternativeName = identifier(0x55, 0x1d, 0x11)
const ecdsaWithSha256 = sequence(identifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))

const name = sequence(element(0x31, sequence(commonName, element(0x0c, Buffer.from('localhost')))))
const names = sequence(
  element(0x82, Buffer.from('localhost')),
  element(0x87, Buffer.from([127, 0, 0, 1])),
)
const extensions = element(
  0xa3,
  sequence(
    sequence(basicConstraints, yes, octets(sequence(yes))),
    sequence(alternativeName, octets(names)),
  ),
)

const pem = (content: Buffer): string => {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

export type CertificateFiles = { readonly certificate: string; readonly key: string }

/** A certificate of this machine by its own key, in two files of a directory. */
export const writeCertificate = (directory: string): CertificateFiles => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const serial = randomBytes(16)
  serial[0] = 0x01
  const toSign = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, serial),
    ecdsaWithSha256,
    name,
    sequence(time(2020), time(2099)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  )
  const signature = sign('sha256', toSign, privateKey)
  const files = { certificate: join(directory, 'node.crt'), key: join(directory, 'node.key') }
  writeFileSync(files.certificate, pem(sequence(toSign, ecdsaWithSha256, bits(signature))))
  writeFileSync(files.key, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return files
}
