import { readFileSync, writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { aboutVariable } from './load.ts'
import { type VariableName, variableNames } from './schema.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|')

const row = (name: VariableName): string => {
  const { description, expected, fallback, secrecy } = aboutVariable(name)
  const standard = fallback === undefined ? '' : `\`${fallback}\``
  const secret = secrecy === 'secret' ? ' (secret)' : ''
  return `| \`${name}\` | ${cell(description)}${secret} | ${cell(expected)} | ${standard} |`
}

/** The schema as a Markdown table. */
export const configTable = (): string =>
  [
    '| Variable | Meaning | Expected | Default |',
    '|---|---|---|---|',
    ...variableNames.map(row),
  ].join('\n')

// Run as a program it renews the table in the how-to page.
if (argv[1] === fileURLToPath(import.meta.url)) {
  const page = new URL('../../docs/how-to/configure.md', import.meta.url)
  const table = /\| Variable \|[^]*?\n(?!\|)/
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(table, () => `${configTable()}\n`),
  )
}
