import type { Test } from 'tap'
import { Client } from 'pg'
import { reads, type Session } from '../docs/shell.ts'
import type { Incident } from './incident.ts'
import type { Section } from './sections.ts'
import type { World } from './world.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** What the session would hand to a program that it starts. */
const environmentOf = async (shell: Session): Promise<NodeJS.ProcessEnv> => {
  const { output } = await shell.run('env -0')
  return Object.fromEntries(
    output.split('\0').flatMap((line) => {
      const at = line.indexOf('=')
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]]
    }),
  )
}

const query = async (url: string, sql: string): Promise<void> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/**
 * Follows a runbook to the letter. Blocks by purpose: `run` is pasted into the shell and, when a block of purpose `output`
 * comes next, compared with it; `service` is an administrator's systemctl; `query` is sent to Postgres; `elsewhere` is what
 * others do. Blocks without a purpose are read.
 */
export const walk = async (
  t: Test,
  world: World,
  shell: Session,
  { anchor, blocks }: Section,
  incident: Incident,
): Promise<void> => {
  const names = Object.entries(incident.variables)
  await shell.run(
    ['true', ...names.map(([name, value]) => `export ${name}=${quoted(value)}`)].join('\n'),
  )
  for (const [index, { purpose, text, line }] of blocks.entries()) {
    const name = `${anchor}, line ${line}`
    if (purpose === 'service') {
      const [, deed = '', unit = ''] = text.trim().split(/\s+/)
      await world.service(deed, unit, await environmentOf(shell))
      t.pass(`${name}: ${deed} ${unit}`)
    } else if (purpose === 'elsewhere') {
      await incident.elsewhere?.()
      t.ok(incident.elsewhere, name)
    } else if (purpose === 'query') {
      const { QHUB_POSTGRES_URL: url = '' } = await environmentOf(shell)
      await query(url, text)
      t.pass(name)
    } else if (purpose === 'run') {
      const { done, output, errors } = await shell.run(world.placed(text))
      const next = blocks[index + 1]
      const expected = next?.purpose === 'output' ? next.text : undefined
      const holds = done && (expected === undefined || reads(output, world.placed(expected)))
      t.ok(holds, name, { output, errors, expected })
      if (!done) return
    }
  }
  t.same(await incident.left(), [], `${anchor}: it is over`)
}
