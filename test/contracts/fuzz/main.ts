import { Command, InvalidArgumentError } from 'commander'
import { runFuzz } from './run.ts'
import { openWorld } from './world.ts'

const whole = (text: string): number => {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new InvalidArgumentError('A whole number above zero.')
}

type Options = { readonly calls: number; readonly seed: string }

await new Command('contract-fuzz')
  .description('random calls of the contracts; what must hold is asked of the chain as they go')
  .option('--calls <n>', 'how many', whole, 10_000)
  .option('--seed <name>', 'of everything that is random', 'contracts')
  .action(async ({ calls, seed }: Options) => {
    const began = performance.now()
    const world = await openWorld()
    try {
      const outcome = await runFuzz(world, calls, seed, (done) => {
        if (done % 1_000 < 200) process.stderr.write(`${done} of ${calls} calls\n`)
      })
      const ok = outcome.broken.length === 0
      const seconds = Math.round((performance.now() - began) / 1000)
      process.stdout.write(`${JSON.stringify({ ok, seed, ...outcome, seconds })}\n`)
      process.exitCode = ok ? 0 : 1
    } finally {
      await world.chain.stop()
    }
  })
  .parseAsync()
