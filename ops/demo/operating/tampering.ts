import { cp, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { hold } from '../expect.ts'
import type { Stage } from '../stage.ts'
import type { Qhub, Said } from './qhub.ts'

const Head = z.looseObject({ keys: z.array(z.looseObject({ key: z.string() })) })
const Result = z.looseObject({ kind: z.literal('result'), ok: z.boolean(), events: z.number() })
const Finding = z.looseObject({ kind: z.literal('finding'), code: z.string() })

const firstOf = <Line>({ lines }: Said, form: z.ZodType<Line>): Line | undefined =>
  lines.map((line) => form.safeParse(line)).find(({ success }) => success)?.data

export type Audited = { readonly exported: number; readonly found: string }

/** The log is signed and exported, verified by itself; then one byte of one event in a copy is another. */
export const tamper = async ({ outbox }: Stage, qhub: Qhub): Promise<Audited> => {
  const whole = join(dirname(outbox), 'export')
  const written = await qhub('audit', 'export', whole, '--reason', 'The demo')
  hold(written.code === 0, 'the log was not exported')
  const { keys } = Head.parse((await qhub('audit', 'head')).lines[0])
  const key = keys.at(-1)?.key ?? ''
  const good = await qhub('audit', 'verify', whole, '--key', key)
  const result = firstOf(good, Result)
  hold(good.code === 0 && result?.ok === true, 'a good export was not verified')

  const copy = join(dirname(outbox), 'tampered')
  await cp(whole, copy, { recursive: true })
  const file = join(copy, 'events.ndjson')
  const bytes = await readFile(file)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  await writeFile(file, bytes)
  const bad = await qhub('audit', 'verify', copy, '--key', key)
  const found = firstOf(bad, Finding)
  hold(bad.code === 1 && found !== undefined, 'one wrong byte was not found')
  return { exported: result?.events ?? 0, found: found?.code ?? '' }
}
