import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import fc from '../kit/fast-check.ts'
import { auditName } from '../../domain/audit/head-text.ts'
import { exportAudit, type ExportWish } from '../../ops/audit/export.ts'
import type { Finding } from '../../ops/audit/finding.ts'
import { readHeads, readKeys } from '../../ops/audit/heads.ts'
import { AuditError } from '../../ops/audit/problem.ts'
import { verifyExport } from '../../ops/audit/verify-export.ts'
import { createSigner, readVerifier } from '../../platform/audit/signing.ts'
import { eventOfLine, lineOfEvent, type DumpedEvent } from '../../ops/store/dump.ts'
import { rewriteExport } from './rewrite.ts'
import { startAuditWorld } from './world.ts'

t.setTimeout(90_000)
const world = await startAuditWorld()
t.teardown(world.stop)
const { eventStore, log, clock, signer, dataDir } = world
const given = [readVerifier(signer.key)!]

// Several heads, so that a part of the log can be told from another.
for (const count of [10, 15, 20]) {
  await world.write(count)
  await world.keeper().round('now')
}
const wishFor = async (directory: string, part: Partial<ExportWish> = {}): Promise<ExportWish> => ({
  ...{ log, heads: await readHeads(eventStore), keys: await readKeys(eventStore), signer },
  ...{ directory, now: clock.now(), onStep: () => undefined },
  ...part,
})
const whole = join(dataDir, 'whole')
const manifest = await exportAudit(await wishFor(whole))
const heads = await readHeads(eventStore)

let copies = 0
/** A copy of an export with some of its files changed. */
const changed = (change: (files: Map<string, Buffer>) => void, of = whole): string => {
  const directory = join(dataDir, `copy-${(copies += 1)}`)
  mkdirSync(directory)
  const files = new Map(readdirSync(of).map((name) => [name, readFileSync(join(of, name))]))
  change(files)
  for (const [name, bytes] of files) writeFileSync(join(directory, name), bytes)
  return directory
}
const linesOf = (files: Map<string, Buffer>, name = 'events.ndjson') =>
  files.get(name)!.toString().trimEnd().split('\n')
const setLines = (files: Map<string, Buffer>, lines: readonly string[], name = 'events.ndjson') =>
  files.set(name, Buffer.from(lines.map((line) => `${line}\n`).join('')))
const withLines = (change: (lines: string[]) => readonly string[]): string =>
  changed((files) => setLines(files, change(linesOf(files))))

const findingsIn = async (directory: string): Promise<readonly Finding[]> => {
  try {
    return (await verifyExport(directory, given)).findings
  } catch (error) {
    if (!(error instanceof AuditError)) throw error
    return [{ code: 'MANIFEST_FORGED', detail: error.message }]
  } finally {
    if (directory.includes('copy-')) rmSync(directory, { recursive: true })
  }
}

t.test('an export verifies by itself, with the public key alone', async (t) => {
  t.match(await verifyExport(whole, given), {
    findings: [],
    events: manifest.events,
    heads: heads.length,
    head: heads.at(-1)!,
  })
  const elsewhere = join(dataDir, 'elsewhere')
  cpSync(whole, elsewhere, { recursive: true })
  t.same((await verifyExport(elsewhere, given)).findings, [])
})

t.test('a part of the log verifies too, whichever it is', async (t) => {
  const events = linesOf(new Map([['events.ndjson', readFileSync(join(whole, 'events.ndjson'))]]))
  const positions = events.map((line) => eventOfLine(line, 1).position)
  for (const [a, b] of [
    [0, 3],
    [7, 30],
    [12, 12],
    [20, undefined],
    [44, 47],
  ] as const) {
    const directory = join(dataDir, `part-${a}`)
    const bounds = { from: positions[a]!, ...(b === undefined ? {} : { to: positions[b]! }) }
    const part = await exportAudit(await wishFor(directory, bounds))
    t.match(part, { from: a, to: b === undefined ? manifest.to : b + 1 })
    t.same((await verifyExport(directory, given)).findings, [], `${a} to ${b ?? 'the end'}`)
    const spoilt = changed((files) => {
      const lines = linesOf(files)
      setLines(
        files,
        lines.map((line, i) =>
          i === lines.length - 1 ? line.replace('"stream":"', '"stream":"x') : line,
        ),
      )
    }, directory)
    t.match(await findingsIn(spoilt), [{ code: 'EVENT_CHANGED', event: { index: part.to - 1 } }])
  }
})

t.test('the wrong key verifies nothing', async (t) => {
  const other = createSigner(auditName, Buffer.alloc(32, 9))
  t.match((await verifyExport(whole, [other])).findings[0], { code: 'UNKNOWN_KEY' })
})

t.test(
  'any byte of any file that is changed is found, and the first bad event is named',
  async (t) => {
    const names = readdirSync(whole)
    t.same(names.sort(), [
      'events.ndjson',
      'hashes.txt',
      'heads.ndjson',
      'manifest.json',
      'manifest.sig',
    ])
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names, 'events.ndjson'),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (name, n, by) => {
          let line = 0
          const directory = changed((files) => {
            const bytes = Buffer.from(files.get(name)!)
            const at = n % bytes.length
            bytes[at] = bytes[at]! ^ by
            line = bytes.subarray(0, at).toString('latin1').split('\n').length
            files.set(name, bytes)
          })
          const findings = await findingsIn(directory)
          if (name !== 'events.ndjson') return findings.length > 0
          return findings[0]?.event?.index === line - 1 && findings[0].line === line
        },
      ),
      { numRuns: 120 },
    )
  },
)

t.test('what was done to the events is said', async (t) => {
  const of = (lines: readonly string[], i: number): DumpedEvent => eventOfLine(lines[i]!, i)
  const change = (i: number, alter: (event: DumpedEvent) => Partial<DumpedEvent>) =>
    withLines((lines) =>
      lines.map((line, at) =>
        at === i ? lineOfEvent({ ...of(lines, i), ...alter(of(lines, i)) }) : line,
      ),
    )
  const cases: readonly [string, string, Partial<Finding>][] = [
    ['dropped', withLines((lines) => lines.filter((_, i) => i !== 7)), { code: 'EVENT_MISSING' }],
    [
      'repeated',
      withLines((lines) => [...lines.slice(0, 7), lines[6]!, ...lines.slice(7)]),
      { code: 'EVENT_REPEATED' },
    ],
    [
      'inserted',
      withLines((lines) => [...lines.slice(0, 7), lines[30]!, ...lines.slice(7)]),
      { code: 'EVENT_INSERTED' },
    ],
    [
      'swapped',
      withLines((lines) => [...lines.slice(0, 7), lines[8]!, lines[7]!, ...lines.slice(9)]),
      { code: 'EVENTS_SWAPPED' },
    ],
    ['truncated', withLines((lines) => lines.slice(0, 7)), { code: 'LOG_TRUNCATED' }],
    [
      'no event',
      withLines((lines) => lines.map((line, i) => (i === 7 ? line.slice(1) : line))),
      { code: 'EVENT_UNREADABLE' },
    ],
    [
      'data',
      change(7, () => ({ data: Buffer.from('{"n":1000000}') })),
      { detail: 'not as signed: data' },
    ],
    [
      'metadata',
      change(7, () => ({ metadata: Buffer.from('{}') })),
      { detail: 'not as signed: metadata' },
    ],
    ['type', change(7, () => ({ type: 'Credited' })), { detail: 'not as signed: type' }],
    [
      'revision',
      change(7, ({ revision }) => ({ revision: revision + 1n })),
      { detail: 'not as signed: place' },
    ],
    [
      'position',
      change(7, ({ position }) => ({ position: position + 1n })),
      { detail: 'not as signed: position and time' },
    ],
    [
      'form',
      withLines((lines) => lines.map((line, i) => (i === 7 ? `${line} ` : line))),
      { detail: 'its line is written in another way than it was' },
    ],
  ]
  for (const [name, directory, expected] of cases)
    t.match((await findingsIn(directory))[0], { ...expected, line: 8, event: { index: 7 } }, name)
  const appended = withLines((lines) => [...lines, lineOfEvent({ ...of(lines, 3), id: 'forged' })])
  t.match((await findingsIn(appended))[0], {
    code: 'EVENT_INSERTED',
    event: { index: manifest.events, id: 'forged' },
  })
})

t.test('a suffix that fits in itself was still not signed', async (t) => {
  const from = 30
  const forge = (line: string) => {
    const event = eventOfLine(line, 1)
    return lineOfEvent({ ...event, data: Buffer.from('{"forged":true}') })
  }
  /** Whoever has everything but the private key: files, hashes and manifest are made to fit. */
  const rewritten = (sign: 'own key' | 'old signature'): string => {
    const forger = createSigner(auditName, Buffer.alloc(32, 66))
    const lines = linesOf(new Map([['events.ndjson', readFileSync(join(whole, 'events.ndjson'))]]))
    const forged = lines
      .map((line, i) => (i >= from ? forge(line) : line))
      .map((line) => eventOfLine(line, 1))
    const directory = join(dataDir, `copy-${(copies += 1)}`)
    rewriteExport(whole, directory, forged, sign === 'own key' ? forger : undefined)
    return directory
  }
  for (const how of ['own key', 'old signature'] as const) {
    const findings = await findingsIn(rewritten(how))
    t.match(findings[0], { code: how === 'own key' ? 'UNKNOWN_KEY' : 'MANIFEST_FORGED' })
    const bad = findings.find(({ code }) => code === 'LOG_DIFFERS')
    t.ok(bad!.among!.from <= from && from < bad!.among!.to, 'between two heads')
  }
})

t.test('an old manifest does not fit a newer log, nor a newer one an older log', async (t) => {
  await world.write(4)
  await world.keeper().round('now')
  const newer = join(dataDir, 'newer')
  await exportAudit(await wishFor(newer))
  t.same((await verifyExport(newer, given)).findings, [])
  const mixed = (manifestOf: string, eventsOf: string) =>
    changed((files) => {
      for (const name of ['events.ndjson', 'hashes.txt', 'heads.ndjson'])
        files.set(name, readFileSync(join(eventsOf, name)))
    }, manifestOf)
  const old = await findingsIn(mixed(whole, newer))
  t.ok(old.some(({ code }) => code === 'FILE_CHANGED' || code === 'LOG_DIFFERS'))
  const late = await findingsIn(mixed(newer, whole))
  t.ok(late.some(({ among }) => among !== undefined && among.from >= manifest.to))
})

t.test('an interrupted export is none, and a log of another past is not exported', async (t) => {
  await t.rejects(
    verifyExport(
      changed((files) => files.delete('manifest.json')),
      given,
    ),
    { code: 'NO_EXPORT' },
  )
  t.match(await findingsIn(changed((files) => files.delete('events.ndjson'))), [
    { code: 'FILE_MISSING' },
  ])
  t.match(await findingsIn(changed((files) => files.delete('hashes.txt'))), [
    { code: 'FILE_CHANGED', file: 'hashes.txt' },
  ])
  const past = heads.map((head) => ({ ...head, root: 'ab'.repeat(32) }))
  await t.rejects(exportAudit(await wishFor(join(dataDir, 'past'), { heads: past })), {
    code: 'LOG_DIFFERS',
  })
  await t.rejects(exportAudit(await wishFor(join(dataDir, 'none'), { heads: [] })), {
    code: 'NO_HEAD',
  })
})

t.test('with a key that was endorsed, the first one is enough', async (t) => {
  const next = createSigner(auditName, Buffer.alloc(32, 2))
  await world.write(2)
  await world.keeper({ signer: next, previous: signer }).round('now')
  const directory = join(dataDir, 'rotated')
  await exportAudit(await wishFor(directory, { signer: next }))
  t.same((await verifyExport(directory, given)).findings, [])
  t.same(
    (await verifyExport(directory, [readVerifier(next.key)!])).findings,
    [],
    'the newest one, too',
  )
})
