import { Command } from 'commander'
import { explainConfig } from '../../platform/config/explain.ts'
import { fail, print } from './say.ts'

type Options = { readonly explain?: boolean; readonly json?: boolean }

export const configCommand = (): Command =>
  new Command('config')
    .description('check the configuration; show each value and where it comes from')
    .option('--explain', 'with the description of each value')
    .option('--json', 'one JSON document')
    .action(({ explain = false, json = false }: Options) => {
      const explained = explainConfig(process.env)
      if (!explained.ok) return fail(2, explained.message)
      const { rows } = explained
      if (json) {
        print(JSON.stringify(rows, undefined, 2))
        return
      }
      const width = (of: (row: (typeof rows)[number]) => string): number =>
        Math.max(...rows.map((row) => of(row).length))
      const [names, values, sources] = [
        width((row) => row.name),
        Math.min(
          48,
          width((row) => row.value),
        ),
        width((row) => row.source),
      ]
      for (const { name, value, source, description } of rows)
        print(
          `${name.padEnd(names)}  ${value.padEnd(values)}  ${source.padEnd(sources)}${explain ? `  ${description}` : ''}`.trimEnd(),
        )
    })
