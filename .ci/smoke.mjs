// Starts the built hub on empty embedded data, waits until it is ready, and drains it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const deadlineMs = 120_000

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

const untilReady = async (url, child) => {
  const end = performance.now() + deadlineMs
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    if (child.exitCode !== null) throw new Error(`the hub ended with code ${child.exitCode}`)
    if (performance.now() > end) throw new Error(`${url} was not ready after ${deadlineMs} ms`)
    await pause(100)
  }
}

const dataDir = await mkdtemp(join(tmpdir(), 'qhub-smoke-'))
const [write, read] = [await freePort(), await freePort()]
const child = spawn(process.execPath, ['dist/ops/cli/main.js', 'start'], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: {
    ...process.env,
    NODE_ENV: 'production',
    // In production nobody gets simulated payments without saying so.
    QHUB_PAYMENTS_PROVIDER: 'simulator',
    QHUB_DATA_DIR: dataDir,
    QHUB_WRITE_API_PORT: String(write),
    QHUB_READ_API_PORT: String(read),
  },
})
const exited = once(child, 'exit')
try {
  await untilReady(`http://127.0.0.1:${write}/readyz`, child)
  const page = await (await fetch(`http://127.0.0.1:${read}/console`)).text()
  const [, first] = /<script type="module" src="([^"]+)"/.exec(page) ?? []
  const module = await fetch(`http://127.0.0.1:${read}${first}`)
  if (!module.ok)
    throw new Error(`the build does not serve the console: ${first}, ${module.status}`)
  child.kill('SIGTERM')
  const [code, signal] = await exited
  if (code !== 0) throw new Error(`SIGTERM did not drain: code ${code}, signal ${signal}`)
  console.log('the build starts, gets ready, drains and exits with 0')
} finally {
  child.kill('SIGKILL')
  await rm(dataDir, { recursive: true, force: true })
}
