import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { interruptedRun } from '../../../test/providers/interrupted-run.ts'
import { createSimulatorProvider } from './provider.ts'
import { createSimulator } from './simulator.ts'

const target = fileURLToPath(
  new URL('../../../test/providers/interrupted-runs.ts', import.meta.url),
)

/** Starts the process and kills it without warning at the first line that `when` picks. Answers what was acknowledged. */
const killAt = async (
  directory: string,
  tokens: readonly string[],
  when: (line: string) => boolean,
): Promise<readonly string[]> => {
  const child = spawn(process.execPath, ['--import=tsx', target, directory, ...tokens], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: string[] = []
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('accepted ')) acknowledged.push(line.slice(9))
    if (when(line) && child.exitCode === null) child.kill('SIGKILL')
  }
  return acknowledged
}

t.test(
  'accepted runs survive kill -9 at any moment and end once, with the result of an undisturbed run',
  async (t) => {
    const simulator = createSimulator({ threads: 1 })
    t.teardown(() => simulator.close())
    const tokens = ['a', 'b', 'c']
    const undisturbed = await createSimulatorProvider({ simulator, directory: t.testdir() })
    t.teardown(undisturbed.close)
    const expected = new Map<string, string>()
    for (const token of tokens) {
      await undisturbed.submit(interruptedRun(token))
      for await (const run of undisturbed.watch(token)) {
        if (run.state === 'COMPLETED') expected.set(token, run.result.resultHash)
      }
    }
    t.equal(expected.size, 3)

    const moments = [
      'accepted a',
      'accepted c',
      'RUNNING a',
      'COMPLETED a',
      'RUNNING b',
      'COMPLETED b',
    ]
    const directories = t.testdir(
      Object.fromEntries(moments.map((moment) => [moment.replace(' ', '-'), {}])),
    )
    for (const moment of moments) {
      const directory = join(directories, moment.replace(' ', '-'))
      const acknowledged = await killAt(directory, tokens, (line) => line === moment)
      const provider = await createSimulatorProvider({ simulator, directory })
      for (const token of acknowledged) {
        let last
        for await (const run of provider.watch(token)) last = run
        t.equal(last?.state, 'COMPLETED', `killed at ${moment}: ${token} ends`)
        t.equal(
          last?.state === 'COMPLETED' && last.result.resultHash,
          expected.get(token),
          'as if nothing had happened',
        )
      }
      await provider.close()
      t.same(await readdir(join(directory, 'active')), [])
      const done = await readdir(join(directory, 'done'))
      t.ok(done.length >= acknowledged.length)
      for (const file of done) {
        const record = JSON.parse(await readFile(join(directory, 'done', file), 'utf8'))
        t.ok(
          record.executions >= 1 && record.executions <= 2,
          'executed, and at most once more after the kill',
        )
      }
    }
  },
)
