import { Command } from 'commander'
import { jsonOption, type Json } from './options.ts'
import { asJson, print } from './say.ts'

export const describeCommand = (): Command =>
  new Command('describe')
    .description(
      'the whole shape of this build: operations, events, tables, sagas, settings, errors; no server is asked',
    )
    .addOption(jsonOption('one JSON document, the same for the same build: diff two of them'))
    .action(async ({ json = false }: Json) => {
      const [{ shapeOfBuild }, { describeLines }] = await Promise.all([
        import('../describe/shape.ts'),
        import('../describe/lines.ts'),
      ])
      const shape = shapeOfBuild()
      if (json) print(asJson(shape, 2))
      else for (const line of describeLines(shape)) print(line)
    })
