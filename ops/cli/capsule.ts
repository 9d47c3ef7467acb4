import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { runCapsuleFile } from '../capsule/run-file.ts'
import { jsonOption, type Json } from './options.ts'
import { asJson, fail, print } from './say.ts'

type Options = Json & { readonly seed?: string }

const run = async (file: string, { seed = randomUUID(), json = false }: Options) => {
  const text = await readFile(file, 'utf8').catch(() => fail(2, `${file} cannot be read`))
  const found = await runCapsuleFile(text, seed)
  switch (found.kind) {
    case 'refused':
      return fail(1, found.detail, found.code)
    case 'unsound': {
      const failed = found.report.tests.filter(({ passed }) => !passed).map(({ name }) => name)
      return fail(1, `the capsule does not pass: ${failed.join(', ')}`, 'CAPSULE_INVALID')
    }
    case 'ran': {
      const { sha256, outcome } = found
      if (outcome.kind === 'FAILED') return fail(1, outcome.message, outcome.code)
      const { counts, output } = outcome
      const shown = { sha256, seed, counts, ...(output === undefined ? {} : { output }) }
      print(json ? asJson(shown) : asJson(shown, 2))
      return
    }
    default:
      return found satisfies never
  }
}

export const capsuleCommand = (): Command =>
  new Command('capsule')
    .description('Capsules: programs with their tests')
    .addCommand(
      new Command('run')
        .description(
          'check a capsule out of a file by its hash and its tests, then run it; no hub is needed',
        )
        .argument('<file>', 'as a deployment plan holds it')
        .option('--seed <text>', 'the same one gives the same counts')
        .addOption(jsonOption())
        .action(run),
    )
