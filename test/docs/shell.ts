import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { root } from './documents.ts'

/** What a block printed; `done` is false when one of its commands failed, which ends the session. */
export type Ran = { readonly done: boolean; readonly output: string; readonly errors: string }

/** One bash at the repository's root, into which blocks are pasted one after the other. */
export type Session = {
  readonly run: (block: string) => Promise<Ran>
  readonly end: () => void
}

const deadlineMs = 120_000

export const openSession = (environment: NodeJS.ProcessEnv): Session => {
  const bash = spawn('bash', ['-eu'], {
    cwd: fileURLToPath(root),
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const mark = `== ${randomUUID()} ==`
  let [output, errors] = ['', '']
  let settle: (done: boolean) => void = () => undefined
  bash.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (output.endsWith(mark)) settle(true)
  })
  bash.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  bash.stdin.on('error', () => undefined)
  bash.once('close', () => settle(false))

  const run = async (block: string): Promise<Ran> => {
    ;[output, errors] = ['', '']
    const timer = setTimeout(() => bash.kill('SIGKILL'), deadlineMs)
    const done = await new Promise<boolean>((resolve) => {
      settle = resolve
      if (bash.exitCode !== null || bash.signalCode !== null) resolve(false)
      // The session's own input is the blocks to come; a command must not read them.
      bash.stdin.write(`{\n${block}\n} < /dev/null\nprintf '%s' '${mark}'\n`)
    })
    clearTimeout(timer)
    return { done, output: output.replace(mark, ''), errors }
  }
  return { run, end: () => bash.stdin.end() }
}

/** Does the output read as the document has it? `…` stands for anything; white space is not compared. */
export const reads = (output: string, documented: string): boolean => {
  const words = (part: string): string =>
    part
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('\\s+')
  const pattern = documented.trim().split('…').map(words).join('\\s*[\\s\\S]*?\\s*')
  return new RegExp(`^\\s*${pattern}\\s*$`).test(output)
}
