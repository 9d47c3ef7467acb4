import { Command, InvalidArgumentError } from 'commander'
import { Mismatch, runModel } from './run.ts'

type Options = { readonly operations: number; readonly seeds: number; readonly seed: string }

const whole = (text: string): number => {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new InvalidArgumentError('A whole number above zero.')
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)

/** One JSON line at the end on stdout; 1 at the first operation that the model sees otherwise. */
const run = ({ operations, seeds, seed }: Options): void => {
  const began = performance.now()
  const sum = { done: 0, refused: 0, nothing: 0 }
  for (let n = 1; n <= seeds; n += 1) {
    const name = `${seed}-${n}`
    try {
      const outcome = runModel(name, operations, undefined, (done) => {
        say(`seed ${name} (${n} of ${seeds}): ${done} of ${operations} operations`)
      })
      sum.done += outcome.done
      sum.refused += outcome.refused
      sum.nothing += outcome.nothing
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error
      say(error.message)
      process.stdout.write(`${JSON.stringify({ ok: false, operations, seed: name })}\n`)
      process.exitCode = 1
      return
    }
  }
  const seconds = Math.round((performance.now() - began) / 1000)
  process.stdout.write(`${JSON.stringify({ ok: true, operations, seeds, ...sum, seconds })}\n`)
}

await new Command('ledger-model')
  .description('The domain’s money against a simple model of it, by random operations')
  .option('--operations <n>', 'operations a seed', whole, 100_000)
  .option('--seeds <n>', 'how many seeds', whole, 20)
  .option('--seed <name>', 'what the seeds are named after', 'ledger')
  .action(run)
  .parseAsync()
