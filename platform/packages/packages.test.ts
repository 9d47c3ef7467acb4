import { createHash, randomUUID } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateRawSync, gzipSync, crc32 } from 'node:zlib'
import { pack, type Header } from 'tar-stream'
import t, { type Test } from 'tap'
import { defaultPackageLimits } from './limits.ts'
import { readPackage } from './read-package.ts'

type File = {
  readonly name: string
  readonly content: string | Buffer
  readonly header?: Partial<Header>
}

const program = 'OPENQASM 3.0;\nqubit q;\nbit c;\nc = measure q;\n'
const good: readonly File[] = [
  { name: 'app.json', content: JSON.stringify({ main: 'circuits/bell.qasm' }) },
  { name: 'circuits/bell.qasm', content: program },
  { name: 'README.md', content: '# Bell' },
]

const tarOf = async (files: readonly File[]): Promise<Buffer> => {
  const archive = pack()
  for (const { name, content, header } of files) archive.entry({ name, ...header }, content)
  archive.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of archive) chunks.push(chunk as Buffer)
  return gzipSync(Buffer.concat(chunks))
}

type ZipFile = File & {
  readonly claims?: number
  readonly mode?: number
  readonly flags?: number
  readonly sum?: number
}

/** A zip file by hand: real tools refuse to write the ones that are needed here. */
const zipOf = (files: readonly ZipFile[]): Buffer => {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, claims, mode = 0, flags = 0, sum } of files) {
    const data = Buffer.from(content)
    const packed = deflateRawSync(data)
    const fileName = Buffer.from(name)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(sum ?? crc32(data), 10)
    fields.writeUInt32LE(packed.byteLength, 14)
    fields.writeUInt32LE(claims ?? data.byteLength, 18)
    fields.writeUInt16LE(fileName.byteLength, 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, fileName, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((mode << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), fields, rest, fileName]),
    )
    parts.push(local)
    offset += local.byteLength
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(central.byteLength, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, central, Buffer.from('PK\u0005\u0006'), end])
}

const read = async (t: Test, archive: Buffer, limits = defaultPackageLimits) => {
  const directory = t.testdir()
  const path = join(directory, randomUUID())
  await writeFile(path, archive)
  const outcome = await readPackage(path, limits)
  t.strictSame(await readdir(directory), [path.slice(directory.length + 1)], 'nothing is unpacked')
  return outcome
}

const faultOf = async (t: Test, archive: Buffer, limits = defaultPackageLimits) => {
  const outcome = await read(t, archive, limits)
  return outcome.kind === 'refused' ? outcome.fault : outcome.kind
}

t.test('both kinds of archive are read', async (t) => {
  for (const archive of [zipOf(good), await tarOf(good)]) {
    const outcome = await read(t, archive)
    if (outcome.kind !== 'read') throw new Error(JSON.stringify(outcome))
    t.equal(outcome.content.main, 'circuits/bell.qasm')
    t.equal(outcome.content.source, program)
    t.strictSame(
      outcome.content.files,
      good.map(({ name }) => name),
    )
  }
})

t.test('what is no archive', async (t) => {
  t.equal(await faultOf(t, Buffer.from('%PDF-1.7')), 'unsupported')
  t.equal(await faultOf(t, Buffer.from('')), 'unsupported')
  t.equal(await faultOf(t, createHash('sha512').update('noise').digest()), 'unsupported')
})

t.test('paths that lead out of the package', async (t) => {
  const names = [
    '../evil',
    '/etc/passwd',
    'a/../../evil',
    'C:/evil',
    'a\\..\\evil',
    'a//b',
    'nul\u0000',
    'caf\u00e9',
  ]
  for (const name of names) {
    const files = [...good, { name, content: 'x' }]
    t.match(
      await faultOf(t, zipOf(files)),
      /^PACKAGE_(?:PATH|UNREADABLE)$/,
      `zip: ${JSON.stringify(name)}`,
    )
    if (name.includes('\u0000')) continue
    t.equal(await faultOf(t, await tarOf(files)), 'PACKAGE_PATH', `tar: ${JSON.stringify(name)}`)
  }
})

t.test('one name twice, in capitals or not', async (t) => {
  const twice = [...good, { name: 'APP.json', content: '{}' }]
  t.equal(await faultOf(t, zipOf(twice)), 'PACKAGE_PATH')
  t.equal(await faultOf(t, await tarOf(twice)), 'PACKAGE_PATH')
})

t.test('links and devices', async (t) => {
  for (const type of ['symlink', 'link', 'character-device', 'fifo'] as const) {
    const header: Partial<Header> = { type, linkname: '/etc/passwd' }
    t.equal(
      await faultOf(t, await tarOf([...good, { name: 'x', content: '', header }])),
      'PACKAGE_ENTRY',
      type,
    )
  }
  const link = { name: 'x', content: '/etc/passwd', mode: 0o120777 }
  t.equal(await faultOf(t, zipOf([...good, link])), 'PACKAGE_ENTRY')
})

t.test('bombs', async (t) => {
  const limits = { ...defaultPackageLimits, inflatedBytes: 1_000_000 }
  const zeros = { name: 'zeros', content: Buffer.alloc(8_000_000) }
  t.equal(await faultOf(t, await tarOf([...good, zeros]), limits), 'PACKAGE_INFLATES_TOO_FAR')
  t.equal(await faultOf(t, zipOf([...good, zeros]), limits), 'PACKAGE_INFLATES_TOO_FAR')
  t.match(
    await faultOf(t, zipOf([...good, { ...zeros, claims: 10 }]), limits),
    /^PACKAGE_(?:INFLATES_TOO_FAR|UNREADABLE)$/,
    'whatever the archive says of its sizes',
  )
  const many = Array.from({ length: 50 }, (_, index) => ({ name: `f${index}`, content: '' }))
  const few = { ...defaultPackageLimits, entries: 20 }
  t.equal(await faultOf(t, zipOf([...good, ...many]), few), 'PACKAGE_TOO_MANY_ENTRIES')
  t.equal(await faultOf(t, await tarOf([...good, ...many]), few), 'PACKAGE_TOO_MANY_ENTRIES')
})

t.test('damage', async (t) => {
  const zip = zipOf(good)
  const tar = await tarOf(good)
  for (const archive of [zip, tar]) {
    t.equal(
      await faultOf(t, archive.subarray(0, archive.byteLength - 20)),
      'PACKAGE_UNREADABLE',
      'cut',
    )
  }
  t.equal(
    await faultOf(t, zipOf([...good, { name: 'x', content: 'x', sum: 1 }])),
    'PACKAGE_UNREADABLE',
    'checksum',
  )
  t.equal(
    await faultOf(t, zipOf([...good, { name: 'x', content: 'x', flags: 1 }])),
    'PACKAGE_UNREADABLE',
    'encrypted',
  )
})

t.test('what every package holds', async (t) => {
  const [, circuit] = good
  if (circuit === undefined) return
  const withManifest = (content: string | Buffer) => tarOf([{ name: 'app.json', content }, circuit])
  const faults: readonly [string, Buffer, string][] = [
    ['no manifest', await tarOf([circuit]), 'PACKAGE_MANIFEST'],
    ['no JSON', await withManifest('main: x'), 'PACKAGE_MANIFEST'],
    ['a member too many', await withManifest('{"main":"a.qasm","run":"rm"}'), 'PACKAGE_MANIFEST'],
    ['a path that leads out', await withManifest('{"main":"../a.qasm"}'), 'PACKAGE_MANIFEST'],
    ['not UTF-8', await withManifest(Buffer.from([0xff, 0xfe])), 'PACKAGE_MANIFEST'],
    ['no such program', await withManifest('{"main":"other.qasm"}'), 'PACKAGE_MAIN'],
  ]
  for (const [what, archive, fault] of faults) t.equal(await faultOf(t, archive), fault, what)
  const large = tarOf([
    { name: 'app.json', content: '{"main":"a.qasm"}' },
    { name: 'a.qasm', content: '// '.repeat(100_000) },
  ])
  t.equal(await faultOf(t, await large), 'PACKAGE_MAIN', 'a program above the limit')
})
